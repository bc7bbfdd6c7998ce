import { SyncFinding } from '@internal/plugin-static-data-common';
import { version } from '../../package.json';
import { toWellFormed } from './text';

const INFORMATION =
  'https://github.com/static-data/static-data/blob/main/docs/operations.md#finding-codes';

/** SARIF 2.1.0, as code scanning reads it. */
export function toSarif(findings: SyncFinding[]): object {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'static-data',
            version,
            informationUri: INFORMATION,
            rules: codes.map(id => ({ id, helpUri: INFORMATION })),
          },
        },
        results: findings.map(
          ({ severity, code, message, hint, file, line }) => ({
            ruleId: code,
            ruleIndex: codes.indexOf(code),
            level: severity,
            message: { text: `${message}. ${hint}` },
            locations: [
              {
                physicalLocation: {
                  // GitHub refuses a report with a result that has no place.
                  artifactLocation: {
                    uri: file === undefined ? './' : toUri(file),
                  },
                  ...(line && { region: { startLine: line } }),
                },
              },
            ],
          }),
        ),
      },
    ],
  };
}

function toUri(path: string): string {
  return toWellFormed(path).split('/').map(encodeURIComponent).join('/');
}
