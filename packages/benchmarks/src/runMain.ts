const MAX_ERROR_LENGTH = 2_000;

/** Runs what a process is there for, and ends it. */
export function runMain(main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    error => {
      // Errors of databases can hold whole statements.
      console.error(String(error?.stack).slice(0, MAX_ERROR_LENGTH));
      process.exit(1);
    },
  );
}
