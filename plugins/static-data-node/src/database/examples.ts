import {
  ChangeProvenance,
  RepositoryPush,
  SyncConfigSnapshot,
  SyncFinding,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';

// What several tables store as JSON: the least that it has, see `parseJson`.

export const CONFIG_SNAPSHOT: SyncConfigSnapshot = {
  repository: '',
  branch: '',
};

export const PHASES: SyncPhaseTiming[] = [{ phase: 'FETCH', durationMs: 0 }];

export const PROVENANCE: ChangeProvenance = { from: '', to: '' };

export const PUSHES: RepositoryPush[] = [
  { repository: '', commit: '', pushedBy: '' },
];

export const FINDING: SyncFinding = {
  severity: 'error',
  phase: 'FETCH',
  code: 'INTERNAL',
  message: '',
  hint: '',
};
