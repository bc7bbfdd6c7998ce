import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';

/**
 * Refuses callers who lack a permission.
 *
 * @param optional - another permission, asked for in the same request to the permission framework,
 *   which takes longer than most answers
 * @returns whether the caller has the optional permission as well
 * @throws NotAllowedError that names the permission
 */
export async function requirePermission(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
  permission: BasicPermission,
  optional?: BasicPermission,
): Promise<boolean> {
  const [required, additional] = await permissions.authorize(
    [permission, ...(optional ? [optional] : [])].map(asked => ({
      permission: asked,
    })),
    { credentials },
  );
  if (required.result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(`This needs the permission '${permission.name}'`);
  }
  return additional?.result === AuthorizeResult.ALLOW;
}

/** How records name a caller: the entity ref of the user, or the subject of the service. */
export function describeCaller({
  principal,
}: BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
