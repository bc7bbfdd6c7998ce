import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** An object of a Git repository. */
export interface GitObject {
  id: string;
  /** `blob`, `tree`, `commit` or `tag`. */
  type: string;
  content: Buffer;
}

interface Reading {
  resolve: (object: GitObject | undefined) => void;
  reject: (error: Error) => void;
}

/** Reads the objects of a repository with one process of Git, which reads thousands a second. */
export class GitObjectReader {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #readings: Reading[] = [];
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes to wait for, before it is worth looking at what has arrived. */
  #needed = 0;

  constructor(directory: string, env: NodeJS.ProcessEnv) {
    this.#process = spawn('git', ['cat-file', '--batch'], {
      cwd: directory,
      env,
    });
    this.#process.stdout.on('data', chunk => this.#receive(chunk));
    this.#process.on('exit', () => {
      for (const { reject } of this.#readings.splice(0)) {
        reject(new Error('Git ended'));
      }
    });
  }

  /**
   * Reads an object.
   *
   * @param expression - as Git takes it, such as `main:services`
   */
  async read(expression: string): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      this.#readings.push({ resolve, reject });
      this.#process.stdin.write(`${expression}\n`);
    });
  }

  stop(): void {
    this.#process.kill();
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) {
      return;
    }
    let rest = Buffer.concat(this.#chunks);
    this.#needed = 0;
    for (;;) {
      const end = rest.indexOf('\n');
      if (end < 0) {
        break;
      }
      const [, id, type, size] =
        /^(\w+) (\w+) (\d+)$/.exec(rest.toString('utf8', 0, end)) ?? [];
      const start = end + 1;
      // A line ends every content.
      const next = id ? start + Number(size) + 1 : start;
      if (rest.length < next) {
        this.#needed = next;
        break;
      }
      this.#readings
        .shift()
        ?.resolve(
          id
            ? { id, type, content: rest.subarray(start, next - 1) }
            : undefined,
        );
      rest = rest.subarray(next);
    }
    this.#chunks = [rest];
    this.#size = rest.length;
  }
}
