import {
  ChangeProvenance,
  pluralize,
} from '@internal/plugin-static-data-common';

/** Says in words where a change comes from, and no more than is known. */
export function describeProvenance(provenance: ChangeProvenance): string {
  const { from, to, commits, commitCount = 0, scope, buildFile } = provenance;
  const span = `between ${from} and ${to}`;
  const parts = buildFile
    ? [`What build file ${buildFile} says about relations has changed`]
    : [];
  if (!commits) {
    parts.push(`It was changed ${span}; by which commits is not known`);
  } else if (commits.length > 0) {
    const named = commits.map(
      ({ id, author, subject }) =>
        `${id}${author ? ` by ${author}` : ''}: ${subject}`,
    );
    const unnamed = commitCount - commits.length;
    parts.push(
      `${
        scope === 'record'
          ? 'Its record was changed by'
          : `Its file, but perhaps not its record, was changed ${span} by`
      } ${named.join('; ')}${
        unnamed > 0 ? `; and ${pluralize(unnamed, 'more commit')}` : ''
      }`,
    );
  } else if (!buildFile) {
    parts.push(
      `No commit ${span} changed its own record: something that it refers to has changed`,
    );
  }
  return parts.join('. ');
}
