import { integer, pick, Random } from './random';

/** Things that a business deals with. */
export const NOUNS = [
  'account',
  'basket',
  'campaign',
  'claim',
  'contract',
  'customer',
  'delivery',
  'device',
  'document',
  'fund',
  'invoice',
  'ledger',
  'limit',
  'mandate',
  'order',
  'payment',
  'policy',
  'portfolio',
  'price',
  'product',
  'quote',
  'refund',
  'shipment',
  'statement',
  'tariff',
  'ticket',
] as const;

const VERBS = [
  'books',
  'checks',
  'closes',
  'collects',
  'prices',
  'publishes',
  'reads',
  'routes',
  'sends',
  'settles',
  'stores',
  'tracks',
] as const;

const CIRCUMSTANCES = [
  'before the end of the day',
  'for every branch',
  'in the currency of the customer',
  'once and only once',
  'over all channels',
  'within the limits that were agreed',
] as const;

/** The noun that an index stands for. */
export function nounOf(index: number): string {
  return NOUNS[index % NOUNS.length];
}

/** A sentence as descriptions have them. */
export function sentence(random: Random): string {
  const subject = pick(random, NOUNS);
  return `The ${subject} ${pick(random, VERBS)} each ${pick(
    random,
    NOUNS,
  )} ${pick(random, CIRCUMSTANCES)}.`;
}

/** A few sentences. */
export function description(random: Random, maxSentences: number): string {
  return Array.from({ length: integer(random, 1, maxSentences) }, () =>
    sentence(random),
  ).join(' ');
}
