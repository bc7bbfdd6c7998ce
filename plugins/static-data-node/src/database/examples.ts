import {
  ChangeProvenance,
  SyncConfigSnapshot,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';

// What several tables store as JSON: the least that it has, see `parseJson`.

export const CONFIG_SNAPSHOT: SyncConfigSnapshot = {
  repository: '',
  branch: '',
};

export const PHASES: SyncPhaseTiming[] = [{ phase: 'FETCH', durationMs: 0 }];

export const PROVENANCE: ChangeProvenance = { from: '', to: '' };
