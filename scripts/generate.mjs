// Writes the files that are generated and not committed, if they are out of date.

import { generateApiFiles } from './lib/generateApiFiles.mjs';
import { generateSnippets } from './lib/generateSnippets.mjs';

await generateApiFiles();
await generateSnippets();
