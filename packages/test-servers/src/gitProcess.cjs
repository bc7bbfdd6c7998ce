// Runs Git for GitRunner, and ends with its process.

const { execFile } = require('node:child_process');

const MAX_OUTPUT = 256 * 1024 * 1024;

process.on('message', ({ id, args, cwd, env, input }) => {
  const options = { cwd, env, encoding: 'buffer', maxBuffer: MAX_OUTPUT };
  const answer = (error, stdout) =>
    process.send({ id, stdout, error: error?.message });
  try {
    const git = execFile('git', args, options, answer);
    // Git need not read all of it; its own error tells why.
    git.stdin.on('error', () => {});
    git.stdin.end(input);
  } catch (error) {
    answer(error);
  }
});
process.on('disconnect', () => process.exit());
