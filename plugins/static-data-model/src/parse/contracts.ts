import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { SourceFile } from '../source/SourceFile';
import { contractEntityRef, contractName } from '../transform/contractName';
import { parseContractDocument } from './contractDocument';
import { ContractDocumentCache } from './ContractDocumentCache';
import { isCompanionFile, parseContractPath } from './contractPath';
import { readText } from './parseJsonRecords';
import { ENTITY_NAME_RULE } from './recordFields';
import { ContractRecord, UnreadableInput } from './types';

/** What one file below the folder of contracts gave. */
export interface ParsedContract {
  record?: ContractRecord;
  finding?: SyncFinding;
  unreadable?: UnreadableInput;
}

/**
 * Parses one file below the folder of contracts.
 *
 * @param folder - the folder of contracts, relative to the root of the source
 */
export function parseContract(
  file: SourceFile,
  folder: string,
  cache: ContractDocumentCache,
): ParsedContract {
  const relativePath = file.path.slice(folder.length + 1);
  const path = parseContractPath(relativePath);
  if (!path) {
    return isCompanionFile(relativePath)
      ? {}
      : { finding: strayFile(file.path, folder) };
  }
  const name = contractName(path.boundedContextId, path.api, path.version);
  if (!KubernetesValidatorFunctions.isValidObjectName(name)) {
    return { finding: invalidName(file.path, name) };
  }
  const entityRef = contractEntityRef(name);

  const fail = (
    problem: Pick<SyncFinding, 'code' | 'message' | 'hint' | 'line'>,
  ): ParsedContract => ({
    finding: {
      severity: 'error',
      phase: 'PARSE',
      file: file.path,
      entity: entityRef,
      ...problem,
    },
    unreadable: { file: file.path, entityRef },
  });

  const decoded = readText(file);
  if ('problem' in decoded) {
    return fail(decoded.problem);
  }
  const format = {
    type: path.type,
    isYaml: /\.ya?ml$/.test(file.path),
  };
  const result = cache.getOrParse(
    file.content,
    `${format.type} ${format.isYaml}`,
    () => parseContractDocument(decoded.text, format),
  );
  if ('problem' in result) {
    const { code, message, line } = result.problem;
    return fail({
      code,
      message: `${file.path} ${message}`,
      hint: 'Correct the contract at this line. Until then the catalog keeps its last known good version.',
      line,
    });
  }
  return {
    record: {
      location: { file: file.path, line: 1 },
      ...path,
      ...result.document,
      definition: decoded.text,
    },
  };
}

function strayFile(path: string, folder: string): SyncFinding {
  return {
    severity: 'warning',
    phase: 'PARSE',
    code: 'SCHEMA',
    file: path,
    message: `${path} is ignored: it is not where a contract is expected`,
    hint: `Contracts are ${folder}/<bounded-context>/<openapi or asyncapi>/<api>/v<N>.yaml (or yml, json) and ${folder}/<bounded-context>/avro/<Schema>/v<N>.avsc. Rename the file, or move it elsewhere.`,
  };
}

function invalidName(path: string, name: string): SyncFinding {
  return {
    severity: 'error',
    phase: 'PARSE',
    code: 'SCHEMA',
    file: path,
    message: `${path} cannot become an entity: '${name}' is not a valid entity name`,
    hint: `Rename the folders of the contract: an entity name has ${ENTITY_NAME_RULE}.`,
  };
}
