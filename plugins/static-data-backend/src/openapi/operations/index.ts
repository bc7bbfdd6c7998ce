import { Operation } from '../Operation';
import { apiRelationOperations } from './apiRelations';
import { descriptionOperations } from './description';
import { heldRemovalOperations } from './heldRemovals';
import { historyOperations } from './history';
import { overviewOperations } from './overview';
import { refreshOperations } from './refresh';
import { syncDetailOperations } from './syncDetails';
import { webhookOperations } from './webhooks';

/** Everything that clients can do. */
export const operations: Operation[] = [
  ...overviewOperations,
  ...historyOperations,
  ...syncDetailOperations,
  ...refreshOperations,
  ...heldRemovalOperations,
  ...apiRelationOperations,
  ...webhookOperations,
  ...descriptionOperations,
];
