import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A section of docs/api.md. */
export interface DocsSection {
  title: string;
  text: string;
  /** Shell scripts, in their order. */
  scripts: string[];
  /** JSON that is shown. */
  json: unknown[];
  /** Names in the first column of the tables whose head is one of these. */
  tables: { head: string; names: string[] }[];
}

/** Reads docs/api.md. */
export function readApiDocs(): DocsSection[] {
  const docs = readFileSync(
    resolve(__dirname, '../../../../docs/api.md'),
    'utf8',
  );
  return docs.split(/^## /m).map(section => {
    const [title, ...lines] = section.split('\n');
    const text = lines.join('\n');
    return {
      title,
      text,
      scripts: readFences(text, 'sh'),
      json: readFences(text, 'json').map(block => JSON.parse(block)),
      tables: readTables(lines),
    };
  });
}

/** Whatever stands between backticks. */
export function listCodeWords(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word);
}

function readFences(text: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms');
  return [...text.matchAll(fence)].map(([, content]) => content);
}

function readTables(lines: string[]): DocsSection['tables'] {
  const tables: DocsSection['tables'] = [];
  let table: DocsSection['tables'][number] | undefined;
  for (const line of lines) {
    const [, cell] = /^\| (.*?) +\|/.exec(line) ?? [];
    if (cell === undefined) {
      table = undefined;
    } else if (!table) {
      table = { head: cell, names: [] };
      tables.push(table);
    } else {
      table.names.push(...listCodeWords(cell));
    }
  }
  return tables;
}
