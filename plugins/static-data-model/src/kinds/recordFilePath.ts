/**
 * The paths at which a file of records may be: as configured, or in YAML in place of JSON.
 *
 * @public
 */
export function candidatesOf(path: string): string[] {
  const json = /\.json$/i.exec(path);
  const base = json && path.slice(0, json.index);
  return base ? [path, `${base}.yaml`, `${base}.yml`] : [path];
}
