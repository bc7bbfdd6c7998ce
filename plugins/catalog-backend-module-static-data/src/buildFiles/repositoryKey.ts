import { ApplicationRepository } from '@internal/plugin-static-data-model';

/** `owner/name`, with `host/` before and `#ref` after it where the application gives them. */
export function toRepositoryKey(repository: ApplicationRepository): string {
  const { host, owner, name, ref } = repository;
  return `${host ? `${host}/` : ''}${owner}/${name}${ref ? `#${ref}` : ''}`;
}

/** The inverse of {@link toRepositoryKey}. */
export function fromRepositoryKey(key: string): ApplicationRepository {
  const [path, ...refParts] = key.split('#');
  const segments = path.split('/');
  const [owner, name] = segments.slice(-2);
  return {
    ...(segments.length > 2 && { host: segments[0] }),
    owner,
    name,
    ...(refParts.length > 0 && { ref: refParts.join('#') }),
  };
}
