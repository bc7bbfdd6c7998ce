import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { Request } from 'express';

/** Whoever may call the API: a person, or another service. */
export type CallerCredentials = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Finds out who calls, and refuses those who lack the permission. */
export type Authorize = (
  req: Request,
  permission: BasicPermission,
) => Promise<CallerCredentials>;

/** What somebody who may read may see. */
export interface ReadAccess {
  /** Whether that includes stack traces: only for those who may start syncs. */
  includesStackTraces: boolean;
}

/** Finds out what a caller may see, and refuses those who may not read. */
export type AuthorizeReader = (req: Request) => Promise<ReadAccess>;

export function createAuthorize(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}): Authorize {
  return async (req, permission) => {
    const credentials = await options.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    await requirePermission(options.permissions, credentials, permission);
    return credentials;
  };
}

/**
 * Refuses callers who lack a permission, however they came.
 *
 * @throws NotAllowedError that names the permission
 */
export async function requirePermission(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
  permission: BasicPermission,
): Promise<void> {
  const [decision] = await permissions.authorize([{ permission }], {
    credentials,
  });
  if (decision.result !== AuthorizeResult.ALLOW) {
    throw createRefusal(permission);
  }
}

export function createAuthorizeReader(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}): AuthorizeReader {
  return async req => {
    const credentials = await options.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    // Together: each request to the permission framework takes longer than most answers.
    const [read, refresh] = await options.permissions.authorize(
      [
        { permission: staticDataSyncReadPermission },
        { permission: staticDataSyncRefreshPermission },
      ],
      { credentials },
    );
    if (read.result !== AuthorizeResult.ALLOW) {
      throw createRefusal(staticDataSyncReadPermission);
    }
    return { includesStackTraces: refresh.result === AuthorizeResult.ALLOW };
  };
}

function createRefusal({ name }: BasicPermission): NotAllowedError {
  return new NotAllowedError(`This needs the permission '${name}'`);
}

/** How records name a caller: the entity ref of the user, or the subject of the service. */
export function describeCaller({ principal }: CallerCredentials): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
