import { SyncFinding } from '@internal/plugin-static-data-common';
import { RecordOf, SyncFindingError } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { BuildFilesReadResult, SourceReader } from '../../source/SourceReader';
import { readBuildFiles } from '../readBuildFiles';

export const BUILD_FILE = `
openapi {
    producer { java("shop:cart-api:1.0.0") }
    consumer { java("billing:invoice-api:2.1.0") }
}
`;

export const FILE = 'acme/shop/build.gradle';

export const STORED: BuildFileEntry = {
  repository: 'acme/shop',
  address: { owner: 'acme', name: 'shop' },
  paths: ['build.gradle'],
  version: 'one',
  providesApis: [{ reference: 'shop:cart-api:1.0.0', file: FILE, line: 1 }],
  consumesApis: [],
  findings: [],
};

/** The stored entry of a repository without a build file. */
export const STORED_MISSING: BuildFileEntry = {
  ...STORED,
  paths: [],
  version: undefined,
  providesApis: [],
};

export const MISSING = { status: 'read' as const, files: [], findings: [] };

/** An application of which only the repository is of interest. */
export function application(
  id: string,
  repository?: string,
  path?: string,
): RecordOf<'applications'> {
  return {
    location: { file: 'data/applications.json', line: 3 },
    id,
    name: id,
    supportedBySquadsIds: [],
    tags: [],
    repository: {
      named: repository
        ? { field: 'repository', value: repository }
        : undefined,
      url: undefined,
      ref: undefined,
      path,
    },
  };
}

export function found(content: string, version?: string): BuildFilesReadResult {
  const files = [{ path: 'build.gradle', content }];
  return { status: 'read', files, findings: [], version };
}

export function sourceOf(answer: BuildFilesReadResult | Error) {
  return {
    read: jest.fn(),
    locationOf: jest.fn(),
    readCommit: jest.fn(),
    hosts: [],
    readBuildFiles: jest.fn<
      Promise<BuildFilesReadResult>,
      Parameters<SourceReader['readBuildFiles']>
    >(async () => {
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    }),
  };
}

export async function readWith(options: {
  applications: RecordOf<'applications'>[];
  startAt?: string;
  stored?: BuildFileEntry[];
  checked?: Map<string, BuildFilesReadResult>;
  only?: Set<string>;
  source: SourceReader;
}) {
  const findings: SyncFinding[] = [];
  const result = await readBuildFiles({
    stored: [],
    ...options,
    report: finding => findings.push(finding),
    signal: new AbortController().signal,
  });
  return { result, findings };
}

export const NETWORK_ERROR = new SyncFindingError({
  phase: 'FETCH',
  code: 'NETWORK',
  message: 'GitHub answered 502',
  hint: 'Try again.',
});

export const RATE_LIMIT = new SyncFindingError({
  phase: 'FETCH',
  code: 'RATE_LIMIT',
  message: 'github.com takes no more requests before noon',
  hint: 'Wait.',
});

export const NO_FOLDER: SyncFinding = {
  severity: 'warning',
  phase: 'FETCH',
  code: 'MISSING_REPOSITORY',
  message: 'The source has no folder repositories/acme/shop',
  hint: 'Put it there.',
};
