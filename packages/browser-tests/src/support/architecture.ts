/** What the tests change in a file of the architecture. */
export interface Application {
  id: string;
  name: string;
  description: string;
  [field: string]: unknown;
}

/** Paths of files of the architecture. */
export const APPLICATIONS = 'data/applications.json';
export const SQUADS = 'data/squads.json';

/** A change of one application, for `GithubArchitecture.edit`. */
export function editApplication(id: string, change: Partial<Application>) {
  return (applications: Application[]) =>
    applications.map(application =>
      application.id === id ? { ...application, ...change } : application,
    );
}
