import { LoggerService } from '@backstage/backend-plugin-api';
import {
  KnownSource,
  SourceStore,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { toProviderName } from '../apply/providerName';
import { Redactor } from '../Redactor';
import { Refusal } from './readCatalogEvent';

/** Characters of a reason that are stored; errors of processors may quote whole documents. */
const MAX_REASON_LENGTH = 1000;

/** A reason as it is stored. */
export function toSafeReason(reason: string, redactor: Redactor): string {
  return redactor.redact(reason, MAX_REASON_LENGTH);
}

/** Creates what notes that the catalog refuses an entity, of the source that has sent it. */
export function createRefusalRecorder(options: {
  sources: Array<{ known: KnownSource; store: SourceStore }>;
  /** Of all sources. */
  confirmations: StaticDataStore['confirmations'];
  redactor: Redactor;
  logger: LoggerService;
}): (refusal: Refusal) => Promise<void> {
  const { sources, redactor, logger } = options;
  return async ({ entityRef, reason, provider }) => {
    const sender = sources.find(
      ({ known }) => toProviderName(known) === provider,
    );
    const { confirmations } = sender?.store ?? options;
    try {
      await confirmations.noteRefusal(
        entityRef,
        toSafeReason(reason, redactor),
      );
    } catch (error) {
      // The catalog retries, and reports the error again.
      logger.warn(
        `Could not record that the catalog rejected ${entityRef}: ${error}`,
      );
    }
  };
}
