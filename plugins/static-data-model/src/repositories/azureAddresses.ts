import { RepositoryHost } from './repositoryAddress';

const HOST = 'dev.azure.com';
const OLD_HOST = /\.visualstudio\.com$/i;
/** What an organisation has its projects below, at its old address. */
const COLLECTION = /^DefaultCollection(?:\/|$)/i;
const OLD_ADDRESS =
  /^(https?:\/\/)?(?:[^@/]*@)?([\w-]+)(\.visualstudio\.com)(?::443)?(?:\/DefaultCollection)?\//i;
const OLD_SSH_HOST =
  /^((?:ssh:\/\/)?(?:[^@/]*@)?)vs-ssh\.visualstudio\.com([:/])/i;

/**
 * The address at `dev.azure.com` of what is called by the former host of its organisation on Azure DevOps,
 * which goes on working; any other address as it is. A former host that is configured itself keeps its name,
 * as its credentials do not count elsewhere.
 *
 * @public
 */
export function toCurrentAddress(
  address: string,
  hosts: Array<Pick<RepositoryHost, 'host' | 'type'>>,
): string {
  const isKnown = (name: string) => hosts.some(({ host }) => host === name);
  return isKnown(HOST)
    ? address
        .replace(OLD_SSH_HOST, `$1ssh.${HOST}$2`)
        .replace(OLD_ADDRESS, (old, protocol = '', organisation, domain) =>
          isKnown(`${organisation}${domain}`.toLowerCase())
            ? old
            : `${protocol}${HOST}/${organisation}/`,
        )
    : address;
}

/**
 * The organisation and the project of a repository on Azure DevOps, where its address leaves out the project because
 * the repository is called the same. A former host is that of the organisation, so it has the project alone.
 */
export function toWholeOwner(
  host: string,
  owner: string,
  name: string,
): string {
  if (OLD_HOST.test(host)) {
    return owner.replace(COLLECTION, '') || name;
  }
  return owner === '' || owner.includes('/') ? owner : `${owner}/${name}`;
}
