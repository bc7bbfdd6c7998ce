import { ChildProcess, fork } from 'node:child_process';

/** A process that has nothing to do for so long is ended. */
const IDLE_MS = 5_000;

interface GitCall {
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** For the standard input. */
  input?: string;
}

interface Running {
  resolve: (output: Buffer) => void;
  reject: (error: Error) => void;
}

interface Answer {
  id: number;
  stdout: Uint8Array;
  error?: string;
}

/**
 * Runs Git from a small process. To start another process, Node.js forks itself; with a gigabyte of
 * memory, which a worker of Jest soon has, that takes 80 ms, in which nothing else happens.
 */
export class GitRunner {
  readonly #running = new Map<number, Running>();
  #process?: ChildProcess;
  #lastId = 0;
  #idleTimer?: NodeJS.Timeout;

  /** @returns the standard output */
  async run(call: GitCall): Promise<Buffer> {
    clearTimeout(this.#idleTimer);
    this.#process ??= this.#start();
    const { channel } = this.#process;
    channel?.ref();
    const id = ++this.#lastId;
    try {
      return await new Promise((resolve, reject) => {
        this.#running.set(id, { resolve, reject });
        this.#process?.send({ id, ...call });
      });
    } finally {
      this.#running.delete(id);
      if (this.#running.size === 0) {
        channel?.unref();
        this.#idleTimer = setTimeout(() => this.#end(), IDLE_MS).unref();
      }
    }
  }

  #start(): ChildProcess {
    const child = fork(require.resolve('./gitProcess.cjs'), {
      execArgv: [],
      serialization: 'advanced',
    });
    child.unref();
    child.on('message', ({ id, stdout, error }: Answer) => {
      const running = this.#running.get(id);
      if (error === undefined) {
        running?.resolve(Buffer.from(stdout));
      } else {
        running?.reject(new Error(error));
      }
    });
    // What cannot be sent to it fails when it has ended.
    child.on('error', () => {});
    child.on('exit', () => {
      if (this.#process === child) {
        this.#process = undefined;
        this.#running.forEach(({ reject }) =>
          reject(new Error('The process that runs Git ended')),
        );
      }
    });
    return child;
  }

  #end(): void {
    const child = this.#process;
    this.#process = undefined;
    child?.disconnect();
  }
}
