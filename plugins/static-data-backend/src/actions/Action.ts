import {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError } from '@backstage/errors';
import { BasicPermission } from '@backstage/plugin-permission-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
// The actions registry of @backstage/backend-plugin-api 1.10.1 takes schemas of zod 3.
import { z } from 'zod/v3';
import { describeCaller, requirePermission } from '../http/callers';
import { CallerLimits } from '../http/limitPerCaller';
import { AuditRecord, runAudited, toAuditSubject } from '../http/runAudited';
import { RefreshService } from '../service/RefreshService';
import { SourceService } from '../service/SourceService';
import { StateService } from '../service/StateService';
import { SteeringService } from '../service/SteeringService';

/** What the actions work with. */
export interface ActionServices {
  store: Pick<
    StaticDataStore,
    'history' | 'changes' | 'findings' | 'lease' | 'snapshot'
  >;
  sources: Pick<
    SourceService,
    'choose' | 'chooseForSync' | 'getHealth' | 'list' | 'openStore'
  >;
  refresh: Pick<RefreshService, 'request' | 'waitFor'>;
  states: Pick<StateService, 'findRestorable' | 'list'>;
  steering: SteeringService;
}

/** An operation that other plugins, and tools over MCP, can run. */
export interface ActionDefinition<
  TInput extends z.AnyZodObject,
  TOutput extends z.AnyZodObject,
> {
  name: string;
  title: string;
  description: string;
  attributes: { readOnly: boolean; destructive: boolean; idempotent: boolean };
  /** Needed to run the action, and to see it. */
  permission: BasicPermission;
  /** The audit event of each run, if they are audited. */
  audit?: Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'>;
  input: TInput;
  output: TOutput;
  run(request: {
    input: z.output<TInput>;
    /** See {@link describeCaller}. */
    caller: string;
    services: ActionServices;
    /** What the audit log says of it. */
    record: AuditRecord;
  }): Promise<z.output<TOutput>>;
}

/** An action of any schemas. */
export type Action = ActionDefinition<any, any>;

/** Infers the types of input and output from the schemas. */
export function defineAction<
  TInput extends z.AnyZodObject,
  TOutput extends z.AnyZodObject,
>(definition: ActionDefinition<TInput, TOutput>): Action {
  return definition;
}

/** Registers actions, for callers who have their permission. */
export function registerActions(
  actions: Action[],
  options: {
    actionsRegistry: ActionsRegistryService;
    auth: AuthService;
    permissions: PermissionsService;
    auditor: AuditorService;
    limits: CallerLimits;
    services: ActionServices;
  },
): void {
  const { actionsRegistry, auth, permissions, auditor, limits, services } =
    options;
  for (const action of actions) {
    const { name, title, description, attributes, permission, audit } = action;
    actionsRegistry.register({
      name,
      title,
      description,
      attributes,
      visibilityPermission: permission,
      schema: {
        // The caller would think that an argument that does not exist had had an effect.
        input: () => action.input.strict(),
        output: () => action.output,
      },
      action: async ({ input, credentials }) => {
        if (
          !auth.isPrincipal(credentials, 'user') &&
          !auth.isPrincipal(credentials, 'service')
        ) {
          throw new NotAllowedError(
            'This needs a signed-in user, or a service',
          );
        }
        const caller = describeCaller(credentials);
        // Without a request, the event does not include the caller.
        const event = audit && {
          ...audit,
          meta: { triggeredBy: caller, ...toAuditSubject(input) },
        };
        const output = await runAudited(auditor, event, async record => {
          await requirePermission(permissions, credentials, permission);
          const run = () => action.run({ input, caller, services, record });
          return attributes.readOnly ? limits.read(caller, run) : run();
        });
        // Actions answer with whole records; callers get what the schema has of them, and no more.
        return { output: action.output.parse(output) };
      },
    });
  }
}
