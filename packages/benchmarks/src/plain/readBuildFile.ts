/** API references as they are written in a build file. */
export interface ApiReferences {
  provides: string[];
  consumes: string[];
}

/** Finds the API references of a build file, the way a quick regular expression does. */
export function readBuildFile(text: string): ApiReferences {
  const references: ApiReferences = { provides: [], consumes: [] };
  for (const [, block, body] of text.matchAll(
    /(producer|consumer)\s*\{([^}]*)\}/g,
  )) {
    for (const [, reference] of body.matchAll(
      /["']([^"':]+:[^"':]+:[^"']+)["']/g,
    )) {
      (block === 'producer' ? references.provides : references.consumes).push(
        reference,
      );
    }
  }
  return references;
}
