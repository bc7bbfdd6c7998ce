import { SyncFinding } from '@internal/plugin-static-data-common';
import fc from 'fast-check';
import { SyncFindingError } from '../findings';
import { SourceFile } from '../files/SourceFile';
import { transformSource } from './transformSource';
import { parseSource } from './parseSource';
import {
  SOURCE_PATHS,
  sourceFile,
  tooLargeFile,
} from '../__testUtils__/sourceFiles';

const { signal } = new AbortController();

const anyPath = fc.oneof(
  fc.constantFrom(
    SOURCE_PATHS.applications,
    SOURCE_PATHS.squads,
    SOURCE_PATHS.boundedContexts,
    SOURCE_PATHS.domains,
    'contracts/billing/openapi/bills/v1.yaml',
    'contracts/billing/openapi/bills/v1.json',
    'contracts/billing/avro/Paid/v1.avsc',
    'contracts/__proto__/asyncapi/constructor/v1.yml',
  ),
  fc.string().map(name => `contracts/${name}`),
  fc.string(),
);

/** Records that are nearly right get further than arbitrary bytes. */
const anyRecords = fc.array(
  fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        id: fc.oneof(
          fc.constantFrom('a', 'A', 'b', '__proto__', 'constructor', ''),
          fc.jsonValue(),
        ),
        name: fc.oneof(fc.string(), fc.jsonValue()),
        description: fc.string(),
        supportedBySquadsIds: fc.array(fc.string()),
        members: fc.array(fc.string()),
        children: fc.array(fc.constantFrom('a', ':', '/', 'user:b')),
        inContextOfBoundedContextId: fc.string(),
        type: fc.constantFrom('domain', 'core', null),
        url: fc.oneof(fc.webUrl(), fc.string()),
        repository: fc.oneof(fc.string(), fc.webUrl(), fc.jsonValue()),
        tags: fc.array(fc.string()),
      },
      { requiredKeys: [] },
    ),
  ),
);

const anyContent = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
  fc.string({ unit: 'binary' }).map(text => Buffer.from(text)),
  fc.json().map(text => Buffer.from(text)),
  anyRecords.map(records => Buffer.from(JSON.stringify(records))),
);

const anyFile: fc.Arbitrary<SourceFile> = fc
  .tuple(anyPath, anyContent, fc.boolean())
  .map(([path, content, tooLarge]) =>
    tooLarge ? tooLargeFile(path) : sourceFile(path, content),
  );

const requiredFiles = fc
  .tuple(anyContent, anyContent, anyContent)
  .map(([applications, squads, boundedContexts]) => [
    sourceFile(SOURCE_PATHS.applications, applications),
    sourceFile(SOURCE_PATHS.squads, squads),
    sourceFile(SOURCE_PATHS.boundedContexts, boundedContexts),
  ]);

describe('parseSource with arbitrary files', () => {
  it('throws for files that are missing, and for nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFile), async files => {
        const result = await parseSource(files, {
          files: SOURCE_PATHS,
          report: () => {},
          signal,
        }).catch(error => error);
        const isMissing =
          result instanceof SyncFindingError &&
          result.finding.code === 'NOT_FOUND';
        expect(isMissing || Array.isArray(result.contracts)).toBe(true);
      }),
    );
  });

  it('says where and what to do in every finding, up to valid entities', async () => {
    await fc.assert(
      fc.asyncProperty(
        requiredFiles,
        fc.array(anyFile),
        async (required, more) => {
          const findings: SyncFinding[] = [];
          const report = (finding: SyncFinding) => void findings.push(finding);
          const parsed = await parseSource([...required, ...more], {
            files: SOURCE_PATHS,
            report,
            signal,
          });
          const { entities } = await transformSource(parsed, {
            locationOf: path => `file:/source/${path}`,
            hosts: [],
            buildFiles: new Map(),
            catalogRefs: undefined,
            heldRefs: new Set(),
            report,
            signal,
          });

          for (const finding of findings) {
            expect(finding.file).toBeDefined();
            expect(finding.message).toMatch(/\w/);
            expect(finding.hint).toMatch(/\w/);
          }
          const refs = entities.map(({ entityRef }) => entityRef);
          expect(new Set(refs).size).toBe(refs.length);
          // What is valid was made valid, not found out to be invalid at the end.
          expect(
            findings.filter(
              ({ phase, code, severity }) =>
                severity === 'error' &&
                phase === 'TRANSFORM' &&
                code === 'SCHEMA',
            ),
          ).toEqual([]);
        },
      ),
    );
  });
});
