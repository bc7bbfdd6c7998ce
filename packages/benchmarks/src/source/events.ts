import { JsonObject } from '@backstage/types';
import { createRandom, integer, pick, Random } from './random';
import { ContractName } from './sourcePlan';
import { description, nounOf, sentence } from './words';

const AVRO_TYPES = [
  { type: 'string', logicalType: 'uuid' },
  { type: 'long', logicalType: 'timestamp-millis' },
  'string',
  'long',
  'double',
  'boolean',
] as const;

/** An Avro schema. */
export function createAvroSchema(
  contract: ContractName,
  index: number,
  isRevised: boolean,
): JsonObject {
  const random = createRandom(6_000_000 + index);
  const doc = description(random, 2);
  return {
    type: 'record',
    name: contract.api,
    namespace: `com.acme.${contract.boundedContextId.replaceAll('-', '_')}`,
    doc: isRevised ? `${doc} Revised.` : doc,
    fields: Array.from({ length: integer(random, 4, 16) }, (_, number) => ({
      name: `${nounOf(integer(random, 0, 100))}${number}`,
      type: pick(random, AVRO_TYPES),
      doc: sentence(random),
    })),
  };
}

/** An AsyncAPI document. */
export function createAsyncapiDocument(
  index: number,
  isRevised: boolean,
): JsonObject {
  const random = createRandom(7_000_000 + index);
  const summary = description(random, 3);
  const events = Array.from({ length: integer(random, 2, 8) }, (_, number) =>
    nounOf(index + number),
  );
  return {
    asyncapi: '2.6.0',
    info: {
      title: `${events[0]} events ${index}`,
      version: '1.4.0',
      description: isRevised ? `${summary} Revised.` : summary,
    },
    channels: Object.fromEntries(
      events.map(event => [`${event}.changed`, createChannel(random, event)]),
    ),
  };
}

function createChannel(random: Random, event: string): JsonObject {
  return {
    description: sentence(random),
    subscribe: {
      message: {
        name: `${event}-changed`,
        summary: sentence(random),
        payload: {
          type: 'object',
          properties: {
            [`${event}Id`]: { type: 'string', format: 'uuid' },
            occurredAt: { type: 'string', format: 'date-time' },
            reason: { type: 'string', description: sentence(random) },
          },
        },
      },
    },
  };
}
