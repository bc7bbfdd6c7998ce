import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { AddressInfo, createServer, Server } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';

const ROOT = resolve(__dirname, '../../../..');

/** Answers as the app and the backend would, on the ports of the arguments or the configuration. */
const CLI = `#!${process.execPath}
const { createServer } = require('node:http');
const { APP_CONFIG_app_baseUrl: app, APP_CONFIG_backend_baseUrl: backend } = process.env;
const ports = app ? [app, backend].map(it => new URL(it).port) : process.env.PORTS.split(' ');
console.log('started with', process.argv.slice(2).join(' '));
for (const port of ports) {
  createServer((_, response) => response.end()).listen(Number(port));
}
process.on('SIGTERM', () => {
  console.log('was asked to end');
  process.exit(0);
});
`;

/** A terminal sends some of them to everything that it runs, and other programs to one process alone. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

jest.setTimeout(120_000);

interface Command {
  child: ChildProcess;
  exited: Promise<{ code: number; output: string }>;
  /** Waits for a text in its output, and gives all of that. */
  says(text: string): Promise<string>;
}

describe('the commands of package.json', () => {
  const directory = createMockDirectory();
  const servers: Server[] = [];
  const commands: Command[] = [];

  /** A port that is taken until the end of the test. */
  async function takePort() {
    const server = createServer().listen(0);
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  const freePorts = () =>
    Promise.all(servers.splice(0).map(it => once(it.close(), 'close')));

  /** Runs a script with these programs before all others on the PATH. */
  const run = (
    script: string,
    args: string[],
    programs: Record<string, string>,
    environment?: Record<string, string>,
  ) =>
    runCommand(
      [process.execPath, join(ROOT, 'scripts', script), ...args],
      programs,
      environment,
    );

  function runCommand(
    [command, ...args]: string[],
    programs: Record<string, string>,
    environment: Record<string, string> = {},
  ): Command {
    directory.addContent({ bin: programs });
    for (const name of Object.keys(programs)) {
      chmodSync(directory.resolve('bin', name), 0o755);
    }
    const child = spawn(command, args, {
      cwd: ROOT,
      env: {
        ...process.env,
        PATH: `${directory.resolve('bin')}${delimiter}${process.env.PATH}`,
        CALLED_FROM: directory.path,
        ...environment,
      },
    });
    let output = '';
    const keep = (data: unknown) => {
      output += data;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const exited = once(child, 'close').then(([code]) => ({ code, output }));
    const started: Command = {
      child,
      exited,
      async says(text: string) {
        while (!output.includes(text)) {
          const ended = await Promise.race([
            once(child.stdout, 'data').then(() => false),
            exited,
          ]);
          if (ended) {
            throw new Error(`It has ended: ${output}`);
          }
        }
        return output;
      },
    };
    commands.push(started);
    return started;
  }

  /** A configuration with these ports, as the file `ports.yaml`. */
  function configurePorts(app: number, backend: number) {
    directory.setContent({
      'ports.yaml': JSON.stringify({
        app: { baseUrl: `http://localhost:${app}` },
        backend: {
          baseUrl: `http://localhost:${backend}`,
          listen: { port: backend },
        },
      }),
    });
  }

  afterEach(async () => {
    await freePorts();
    for (const { child, exited } of commands.splice(0)) {
      child.kill('SIGTERM');
      await exited;
    }
  });

  describe('npm start', () => {
    const start = (args: string[], environment = {}) =>
      run('start-app.mjs', args, { 'backstage-cli': CLI }, environment);

    it('reads files from where one stands after the default one, and says where the page is', async () => {
      const [app, backend] = [await takePort(), await takePort()];
      await freePorts();
      configurePorts(app, backend);
      const { says } = start(['--config', 'ports.yaml'], {
        PORTS: `${app} ${backend}`,
      });

      const output = await says('docs/api.md');
      expect(output).toContain(
        `started with repo start --config ${join(
          ROOT,
          'app-config.yaml',
        )} --config ${directory.resolve('ports.yaml')}\n`,
      );
      expect(output).toContain(
        `The page:  http://localhost:${app}/static-data-settings\n`,
      );
      expect(output).toContain(
        `The API:   http://localhost:${backend}/api/static-data `,
      );
    });

    it.each(SIGNALS)('ends all that it runs at %s', async signal => {
      const { child, says, exited } = start(['--any-port']);
      await says('docs/api.md');

      child.kill(signal);
      expect(await exited).toEqual({
        code: 0,
        output: expect.stringContaining('was asked to end'),
      });
    });

    it('takes free ports if asked to', async () => {
      const taken = await takePort();
      configurePorts(taken, taken);
      const { says } = start(['--any-port', '--config', 'ports.yaml']);

      const output = await says('docs/api.md');
      expect(output).not.toContain('--any-port');
      expect(output).toMatch(/The page: {2}http:\/\/localhost:\d+\//);
      expect(output).not.toContain(`:${taken}/`);
    });

    it.each([
      ['app', 'app.baseUrl and backend.cors.origin'],
      ['backend', 'backend.baseUrl and backend.listen.port'],
    ])(
      'says by whom the port of the %s is taken, and how to choose another',
      async (name, keys) => {
        const free = await takePort();
        await freePorts();
        const taken = await takePort();
        configurePorts(
          name === 'app' ? taken : free,
          name === 'app' ? free : taken,
        );
        const { exited } = start(['--config', 'ports.yaml']);

        const { code, output } = await exited;
        expect(code).toBe(1);
        expect(output).toMatch(
          new RegExp(
            `^Port ${taken} of the ${name} is taken by process ${process.pid} \\(.*(node|jest).*\\)\\.$`,
            'm',
          ),
        );
        expect(output).toContain(`set ${keys} in a file after --config`);
        expect(output).not.toContain('started with');
      },
    );
  });

  describe('on a machine without the toolchain', () => {
    const OLD_YARN = `#!${process.execPath}\nconsole.log('1.22.22');\n`;

    /** Runs a program as npx does: in a shell, after what it has fetched. */
    const npx = () => `#!${process.execPath}
const { spawnSync } = require('node:child_process');
const args = process.argv.slice(2);
console.error('npx', ...args);
const { status } = spawnSync('sh', ['-c', \`\${args.slice(args.indexOf('--') + 1).join(' ')}; exit $?\`], {
  stdio: 'inherit',
  env: { ...process.env, PATH: ${JSON.stringify(
    `${directory.resolve('fetched')}${delimiter}`,
  )} + process.env.PATH },
});
process.exit(status);
`;

    const FETCHED_YARN = `#!${process.execPath}
if (process.argv[2] === 'install') {
  process.exit();
}
// Yarn expects that a terminal sends it to what it runs, too.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {
  console.log('was asked to end');
  process.exit(0);
});
console.log('fetched yarn', ...process.argv.slice(2));
// Not for ever, should nobody ask it.
setTimeout(() => process.exit(1), 20_000);
`;

    beforeEach(() => {
      directory.setContent({ fetched: { yarn: FETCHED_YARN } });
      chmodSync(directory.resolve('fetched/yarn'), 0o755);
    });

    const start = () =>
      run('with-toolchain.mjs', ['start:app'], { yarn: OLD_YARN, npx: npx() });

    it('they ask the registry for nothing that npm has fetched before', async () => {
      const output = await start().says('fetched yarn run start:app\n');
      expect(output).toMatch(/^npx --yes --prefer-offline -p \S+ -- /m);
    });

    it.each(SIGNALS)('they end all that they run at %s', async signal => {
      const { child, says, exited } = start();
      await says('fetched yarn run start:app\n');

      child.kill(signal);
      expect(await exited).toEqual({
        code: 0,
        output: expect.stringContaining('was asked to end'),
      });
    });

    it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
      'they end all that they run when npm ends by %s',
      async signal => {
        const { child, says, exited } = runCommand(['npm', 'start'], {
          yarn: OLD_YARN,
          npx: npx(),
        });
        await says('fetched yarn run start:app\n');

        child.kill(signal);
        const { output } = await exited;
        expect(output).toContain('was asked to end');
      },
    );
  });
});
