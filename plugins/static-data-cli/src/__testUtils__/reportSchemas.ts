import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

/**
 * What is documented at https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
 * Fingerprints are unique besides, which JSON Schema cannot say.
 */
const GITLAB_SCHEMA = {
  type: 'array',
  items: {
    type: 'object',
    required: [
      ...['description', 'check_name', 'fingerprint', 'severity', 'location'],
    ],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the repository.
          path: { type: 'string', pattern: '^(?!\\./|/)', minLength: 1 },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};

const readSchema = (name: string) =>
  readFileSync(join(__dirname, 'schemas', name), 'utf8');

const OPTIONS = { strict: false, allErrors: true };

const sarif = new AjvDraft04(OPTIONS);
addFormats(sarif);
const validateSarif = sarif.compile(
  JSON.parse(readSchema('sarif-schema-2.1.0.json')),
);
const validateGitlab = new Ajv(OPTIONS).compile(GITLAB_SCHEMA);
const junitSchema = readSchema('junit-10.xsd');

/** Checks the bytes of a report against the schema of its format, and says what is wrong. */
export const REPORT_CHECKS = {
  sarif: async (report: Buffer) => {
    validateSarif(parseJson(report));
    return validateSarif.errors ?? [];
  },
  gitlab: async (report: Buffer) => {
    validateGitlab(parseJson(report));
    return validateGitlab.errors ?? [];
  },
  junit: async (report: Buffer) => {
    const { errors } = await validateXML({
      xml: { fileName: 'report.xml', contents: report },
      schema: { fileName: 'junit-10.xsd', contents: junitSchema },
    });
    return errors.map(({ message }) => message);
  },
};

/** Stricter than JavaScript: not all parsers take half a character, though escaped. */
function parseJson(report: Buffer): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(report);
  return JSON.parse(text, (_, value) => {
    if (typeof value === 'string' && /\p{Cs}/u.test(value)) {
      throw new Error(`Half a character in ${JSON.stringify(value)}`);
    }
    return value;
  });
}
