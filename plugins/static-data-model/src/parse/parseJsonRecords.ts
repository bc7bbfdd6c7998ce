import { SyncFindingCode } from '@internal/plugin-static-data-common';
import { SOURCE_LIMITS, SourceFile } from '../source/SourceFile';
import { decodeText } from './decodeText';
import { parseJson } from './parseJson';

/** One element of the array that a file holds. */
export interface JsonRecord {
  value: unknown;
  /** 1-based. */
  line: number;
}

/** Why a file cannot be used at all. */
export interface FileProblem {
  code: Extract<SyncFindingCode, 'TOO_LARGE' | 'SYNTAX' | 'SCHEMA'>;
  message: string;
  hint: string;
  line?: number;
}

/** Decodes a file, unless it is over the limit or not text. */
export function readText(
  file: SourceFile,
): { text: string } | { problem: FileProblem } {
  if (file.tooLarge) {
    return {
      problem: {
        code: 'TOO_LARGE',
        message: `${file.path} has ${file.size} bytes, more than the ${SOURCE_LIMITS.maxFileSize} bytes that a file may have`,
        hint: 'Split the file, or remove what does not belong in it.',
      },
    };
  }
  const decoded = decodeText(file.content);
  if ('invalidLine' in decoded) {
    return {
      problem: {
        code: 'SYNTAX',
        message: `${file.path} is not encoded in UTF-8`,
        hint: 'Save the file with the encoding UTF-8.',
        line: decoded.invalidLine,
      },
    };
  }
  return decoded;
}

/** Parses a file that holds a JSON array. */
export function parseJsonRecords(
  file: SourceFile,
): { records: JsonRecord[] } | { problem: FileProblem } {
  const decoded = readText(file);
  if ('problem' in decoded) {
    return decoded;
  }
  const result = parseJson(decoded.text);
  if ('problem' in result) {
    return {
      problem: {
        code: 'SYNTAX',
        message: `${file.path} ${result.problem.message}`,
        hint: 'Correct the JSON syntax at this line.',
        line: result.problem.line,
      },
    };
  }
  if (!Array.isArray(result.value)) {
    return {
      problem: {
        code: 'SCHEMA',
        message: `${file.path} must hold a JSON array of records at its top level`,
        hint: 'Put the records between square brackets.',
        line: 1,
      },
    };
  }
  return {
    records: result.value.map((value: unknown, index) => ({
      value,
      line: result.elementLines[index],
    })),
  };
}
