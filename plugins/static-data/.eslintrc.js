const config = require('../../eslint-rooms')(__dirname);

module.exports = {
  ...config,
  rules: {
    ...config.rules,
    // checks the dependencies that are handed to the package's own hooks
    'react-hooks/exhaustive-deps': [
      'warn',
      { additionalHooks: '^(useLoader|useCursorPages|usePolling)$' },
    ],
  },
};
