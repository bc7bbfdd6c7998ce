import {
  AuditorService,
  AuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { RefreshService } from '../service/RefreshService';
import { SyncSettingsService } from '../service/SyncSettingsService';

/** What the actions of the plugin are made of. */
export interface ActionOptions {
  actionsRegistry: ActionsRegistryService;
  auth: AuthService;
  permissions: PermissionsService;
  auditor: AuditorService;
  store: Pick<StaticDataStore, 'history' | 'changes' | 'findings' | 'snapshot'>;
  settings: Pick<SyncSettingsService, 'getHealth'>;
  refresh: Pick<RefreshService, 'request' | 'waitFor'>;
}
