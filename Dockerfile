# The product, as docs/deployment.md describes it. Build with `docker build -t static-data .`
FROM node:24-trixie-slim AS build
WORKDIR /build
COPY . .
RUN npm run build

FROM node:24-trixie-slim
ENV NODE_ENV=production TZ=UTC STATIC_DATA_SPOOL_DIRECTORY=/var/lib/static-data
WORKDIR /app
# Belongs to root: the process writes only to the volume and to /tmp.
COPY --from=build /build/dist/product ./
RUN mkdir /var/lib/static-data && chown node:node /var/lib/static-data
VOLUME /var/lib/static-data
USER 1000:1000
EXPOSE 7007 9464
HEALTHCHECK --start-period=60s --interval=15s --timeout=5s \
  CMD ["node", "-e", "fetch('http://localhost:7007/.backstage/health/v1/readiness').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that it gets the signals.
CMD ["node", "packages/backend", "--config", "app-config.yaml", "--config", "app-config.production.yaml"]
