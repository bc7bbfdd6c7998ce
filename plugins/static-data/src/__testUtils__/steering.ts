import {
  SteeringAct,
  SyncPause,
  SyncPin,
} from '@internal/plugin-static-data-common';
import { COMMIT } from './syncs';

export function createPause(overrides: Partial<SyncPause> = {}): SyncPause {
  return {
    pausedBy: 'user:default/jane.doe',
    since: '2026-05-04T12:20:00.000Z',
    until: null,
    reason: 'The teams are being reorganised',
    ...overrides,
  };
}

export function createPin(overrides: Partial<SyncPin> = {}): SyncPin {
  return {
    id: 7,
    pinnedBy: 'user:default/jane.doe',
    since: '2026-05-04T12:20:00.000Z',
    until: null,
    reason: 'The latest commit empties the squads',
    ref: 'v1.2',
    revision: COMMIT,
    sync: null,
    ...overrides,
  };
}

export function createSteeringAct(
  overrides: Partial<SteeringAct> = {},
): SteeringAct {
  return {
    id: 7,
    source: 'default',
    type: 'PAUSE',
    triggeredBy: 'user:default/jane.doe',
    time: '2026-05-04T12:20:00.000Z',
    reason: 'The teams are being reorganised',
    ...overrides,
  };
}
