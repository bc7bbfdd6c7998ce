import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { BasicPermission } from '@backstage/plugin-permission-common';
import { CallerCredentials, requirePermission } from '../http/callers';

/**
 * Holds the caller of an action to the same rules as those of the API.
 *
 * @throws NotAllowedError
 */
export async function authorizeCaller(
  services: { auth: AuthService; permissions: PermissionsService },
  credentials: BackstageCredentials,
  permission: BasicPermission,
): Promise<CallerCredentials> {
  const caller = toCaller(services.auth, credentials);
  await requirePermission(services.permissions, caller, permission);
  return caller;
}

/**
 * Who calls an action: a person, or another service.
 *
 * @throws NotAllowedError for anybody else
 */
export function toCaller(
  auth: AuthService,
  credentials: BackstageCredentials,
): CallerCredentials {
  if (
    auth.isPrincipal(credentials, 'user') ||
    auth.isPrincipal(credentials, 'service')
  ) {
    return credentials;
  }
  throw new NotAllowedError('This needs a signed-in user, or a service');
}
