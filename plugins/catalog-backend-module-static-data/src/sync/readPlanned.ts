import { describePin, SyncPin } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import {
  SourceStore,
  SyncSourceConfig,
} from '@internal/plugin-static-data-node';
import { readSource } from './readSource';
import { RunningSync } from './RunningSync';

/** What a sync reads in place of what is configured. */
export interface ReadingPlan {
  /** Branch, tag or commit. */
  ref?: string;
  /** Id of the sync whose state to go back to, in place of reading the source. */
  stateOf?: string;
  /** That says so. */
  pin?: SyncPin;
  /** Of the state that the sync leaves behind. */
  fingerprint: string;
}

/**
 * What to read: of a dry run what it names, else what the source is pinned to, else what is configured.
 *
 * @param options.fingerprint - of what is read of the source
 */
export async function planReading(
  { trigger, log }: Pick<RunningSync, 'trigger' | 'log'>,
  options: {
    store: Pick<SourceStore, 'steering' | 'history'>;
    config: Pick<SyncSourceConfig, 'source'>;
    fingerprint: string;
  },
): Promise<ReadingPlan> {
  const { store, config, fingerprint } = options;
  const { ref, stateOf } = trigger;
  // The entities are those of that time, however the same source would be read by now.
  const toState = (syncId: string, pin?: SyncPin): ReadingPlan => ({
    pin,
    stateOf: syncId,
    fingerprint: `${fingerprint}-state-${syncId}`,
  });
  if (trigger.dryRun) {
    // Without either, it tells what unpinning would bring.
    return stateOf === undefined ? { ref, fingerprint } : toState(stateOf);
  }
  const { pin } = await store.steering.get();
  if (pin) {
    return config.source.type === 'directory' && pin.sync
      ? toState(pin.sync.id, pin)
      : { pin, ref: pin.revision ?? pin.ref ?? undefined, fingerprint };
  }
  const latest = ref && (await store.history.getLatest());
  if (latest && latest.revision !== ref) {
    // To run a sync again must not undo what was requested before it.
    log.info(
      `Not reading ${ref}: another sync has run since, so what is configured is read`,
    );
    return { fingerprint };
  }
  return { ref, fingerprint };
}

/**
 * Reads what is planned: see {@link readSource}. Settles what a pin means.
 *
 * @throws SyncFindingError that names the pin, if it cannot be read
 */
export async function readPlanned(
  sync: RunningSync,
  { ref, pin }: ReadingPlan,
  options: Omit<Parameters<typeof readSource>[1], 'ref'>,
): ReturnType<typeof readSource> {
  try {
    const read = await sync.run('FETCH', () =>
      readSource(sync, { ...options, ref }),
    );
    sync.noteRevision(read.revision);
    if (pin) {
      sync.log.info(`The source is pinned to ${describePin(pin)}`);
      // A tag or a branch may be another one by the next sync.
      await options.store.steering.settleRevision(pin.id, read.revision);
    }
    return read;
  } catch (error) {
    throw pin && error instanceof SyncFindingError
      ? toPinFailure(error, pin)
      : error;
  }
}

/** The same failure, with what to do about it. */
function toPinFailure(
  { finding }: SyncFindingError,
  pin: SyncPin,
): SyncFindingError {
  return new SyncFindingError({
    ...finding,
    message: `${finding.message}. The source is pinned to ${describePin(pin)}`,
    hint: `${finding.hint} The catalog stays as it is; if what the source is pinned to is gone, unpin it.`,
  });
}
