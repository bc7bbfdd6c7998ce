module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    {
      name: '@internal/plugin-catalog-backend-module-static-data',
      message:
        'The catalog module and the backend plugin may run in different processes: what passes between them is a row in the store or an event.',
    },
  ],
});
