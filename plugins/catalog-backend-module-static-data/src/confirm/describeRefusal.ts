/** Says that the catalog could not process an entity, in the words of its errors. */
export function describeErrors(errors: string[]): string {
  return `The catalog could not process it: ${errors.join('; ')}`;
}

/** Says that the catalog has an entity from elsewhere. */
export function describeConflict(otherSource: string): string {
  return `The catalog has this entity from another source: ${otherSource}`;
}
