// Runs Git for GitRunner, and ends with its process.

const { execFile } = require('node:child_process');

const MAX_OUTPUT = 256 * 1024 * 1024;

process.on('message', ({ id, args, cwd, env, input }) => {
  const options = { cwd, env, encoding: 'buffer', maxBuffer: MAX_OUTPUT };
  const git = execFile('git', args, options, (error, stdout) =>
    process.send({ id, stdout, error: error?.message }),
  );
  git.stdin.end(input);
});
process.on('disconnect', () => process.exit());
