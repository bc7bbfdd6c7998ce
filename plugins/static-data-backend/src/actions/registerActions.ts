import { ActionOptions } from './ActionOptions';
import { registerExplainEntity } from './registerExplainEntity';
import { registerExplainSync } from './registerExplainSync';
import { registerGetSyncHealth } from './registerGetSyncHealth';
import { registerListSyncs } from './registerListSyncs';
import { registerPreview } from './registerPreview';
import { registerRefresh } from './registerRefresh';

/** The actions of the plugin, which other plugins, and tools over MCP, can run. */
export function registerActions(options: ActionOptions): void {
  registerGetSyncHealth(options);
  registerListSyncs(options);
  registerExplainSync(options);
  registerExplainEntity(options);
  registerRefresh(options);
  registerPreview(options);
}
