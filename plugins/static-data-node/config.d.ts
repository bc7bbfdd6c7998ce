import { HumanDuration } from '@backstage/types';

interface SourceLimits {
  /** Size of a file that is read, in MiB; of a larger contract the definition is left out. Default: 5 */
  maxFileMegabytes?: number;
  /**
   * Size of all files that are read together, in MiB. A source beyond it is not applied, for a sync needs
   * a multiple of it in memory. Default: 256
   */
  maxTotalMegabytes?: number;
  /** Number of files that are read; in a directory, folders count too. A source beyond it is not applied. Default: 200000 */
  maxFiles?: number;
}

/** A source, and how it is synchronised. Give one of `url`, `github` or `directory`. */
interface Source {
  /**
   * The repository, on any host under `integrations` that is GitHub, GitLab, Bitbucket Cloud, Bitbucket
   * Server, Azure DevOps or Gitea, for example `https://gitlab.example.com/group/sub/architecture`. It is
   * read with the credentials of the integration.
   */
  url?: string;
  /** Branch of the repository at `url`; on most hosts also a tag or commit. Default: `main` */
  branch?: string;
  /** A repository on GitHub or GitHub Enterprise. */
  github?: {
    /** `owner/name`, or the address of the repository. */
    repo: string;
    /** Branch, tag or commit. Default: `main` */
    branch?: string;
    /**
     * Token that can read the repository and the repositories of the applications. Without
     * it the credentials of `integrations.github` are used.
     * @visibility secret
     */
    token?: string;
    /** Host of GitHub Enterprise. Default: `github.com` */
    host?: string;
    /** For example `https://ghe.example.com/api/v3`. Default: that of the integration, or of the host. */
    apiBaseUrl?: string;
  };
  /** A directory with the same layout, relative to the working directory of the backend. */
  directory?: string;
  /**
   * The id that the source had before: what is known of that source, and its entities, are taken over. It
   * has no effect after that.
   */
  renamedFrom?: string;
  /** Where the data is, relative to the root of the source. */
  files?: {
    /** Default: `data/applications.json` */
    applications?: string;
    /** Default: `data/squads.json` */
    squads?: string;
    /** Default: `data/bounded-contexts.json` */
    boundedContexts?: string;
    /** Default: `data/domains.json`. The only file that may be absent. */
    domains?: string;
    /** Default: `contracts` */
    contracts?: string;
  };
  limits?: SourceLimits;
  repositories?: {
    /**
     * Repositories that applications may name, besides those of the owner of the source's repository on its
     * host: `owner/name` or `host/owner/name`, with `*` for any part of a name, for example `acme-labs/*`. An
     * owner may be a group in a group (`gitlab.example.com/acme/core/*`), or an organisation and a project.
     * Without effect for a directory, which holds all of them. Default: none.
     */
    allow?: string[];
  };
  groups?: {
    /**
     * The groups of which the source may say who is in them and what they own, as entity refs with `*` for
     * any part of a name, for example `group:default/*-squad`. Squads of the source have to be among them. An
     * owner that is a user has to be among them too. Default: all.
     */
    allow?: string[];
  };
  /**
   * When syncs are due. `manual` is short for `{ frequency: manual }`.
   */
  schedule?:
    | 'manual'
    | {
        /**
         * A cron expression in the time zone of the process, as Backstage's scheduler takes it, a duration such
         * as `PT30M`, `30m` or `{ minutes: 30 }`, with one unit, or `manual`: only people ask for syncs, and
         * neither the schedule, a start nor a push does. Default: every 30 minutes.
         */
        frequency?: string | { cron: string } | HumanDuration;
        /** A sync that takes longer is aborted and recorded as failed. At most 24 days. Default: 10 minutes. */
        timeout?: string | HumanDuration;
        /** Time between the start of the backend and the sync that follows it. At most 24 days. Default: 5 seconds. */
        initialDelay?: string | HumanDuration;
        /** When scheduled syncs and those after pushes wait. Default: never. */
        maintenance?: Array<{
          /** When it begins: a cron expression in the time zone of the process, for example `0 22 * * FRI`. */
          cron: string;
          /** How long it lasts; at most 7 days. */
          duration: string | HumanDuration;
          /** What people read as the reason of the pause. Default: `Maintenance window` */
          reason?: string;
        }>;
      };
  safety?: {
    /** Share of entities, in percent, beyond which removals are held. Default: 20 */
    maxRemovalPercent?: number;
    /** Fewer removals than this are not held for their share; the last ones of a kind always are. Default: 5 */
    minRemovals?: number;
  };
  reconcile?: {
    /** How often everything is sent to the catalog again. Default: 24 hours. */
    frequency?: string | HumanDuration;
  };
  /** Checks of pull requests against the branch: a preview, a status and a comment. Only on GitHub and GitLab. */
  checks?: {
    /** Whether pull requests are checked. It needs events from the host, and credentials that may write. Default: false */
    enabled?: boolean;
    /** Whether those from forks are checked too, whose content anybody may write. Default: false */
    forks?: boolean;
  };
}

interface StaticData extends Source {
  /**
   * Several sources, by their ids: at most 63 lower-case letters, digits and hyphens, the first of them a
   * letter. Excludes `url`, `github` and `directory` beside it. Without it, the source has the id `default`.
   */
  sources?: { [id: string]: Source };
  limits?: SourceLimits & {
    /** Dry runs and previews of all sources that may be queued; a quarter of them for one user or service. Default: 20 */
    maxQueuedDryRuns?: number;
  };
  history?: {
    /** Number of days that syncs are kept in the history. Default: 90 */
    retentionDays?: number;
    /** Maximum number of syncs that are kept, dry runs apart. Default: 10000 */
    maxRecords?: number;
    /** Dry runs and previews have limits of their own, so that they take no place of a sync. */
    dryRuns?: {
      /** Number of days that dry runs are kept in the history. Default: 30 */
      retentionDays?: number;
      /** Maximum number of dry runs that are kept. Default: 500 */
      maxRecords?: number;
    };
  };
  /** Notifications, through the notifications backend of Backstage. */
  alerts?: {
    /** Number of consecutive failures that raise an alert. Default: 3 */
    consecutiveFailures?: number;
    /**
     * Whether owners of entities, which are squads as a rule, are notified of findings and removals that concern
     * them: one notification for each sync that changes something about it. Default: false
     */
    owners?: boolean;
    recipients?: {
      /**
       * Users and groups that are notified of the states of sources, for example `group:default/platform`.
       * Default: nobody.
       */
      entityRefs?: string[];
    };
  };
  /** Webhooks that are notified about syncs; requests are signed as Standard Webhooks specifies. */
  webhooks?: Array<{
    /** Names the webhook in the API. Default: made from the URL. */
    id?: string;
    /**
     * An http or https URL without user and password. It may hold a token.
     * @visibility secret
     */
    url: string;
    /**
     * `whsec_` with 24 to 64 bytes in base64, or plain text of at least 24 characters.
     * @visibility secret
     */
    secret: string;
    /** The events to send. */
    events: Array<
      | 'sync.completed'
      | 'sync.changed'
      | 'sync.failed'
      | 'sync.cancelled'
      | 'removals.held'
      | 'health.changed'
    >;
    /**
     * Whether the receiver is in a private network. Otherwise the host's name must be that of a public address;
     * an address in the URL itself is used as it is. Default: false.
     */
    privateNetwork?: boolean;
  }>;
  /**
   * Folder for the records of syncs while they cannot be written to the database.
   * It must be writable, and should outlive the process. Default: `static-data-spool` in `backend.workingDirectory`, or in the
   * system's folder for temporary files.
   */
  spoolDirectory?: string;
}

export interface Config {
  /**
   * The synchronisation of architecture repositories into the catalog: of one source, which stands here, or
   * of several under `sources`, whose settings default to those that stand here.
   */
  staticData?: StaticData;
}
