/** Drives examples/next-app in a browser: `npm run test:browser`. Not part of `npm test`: it installs and builds that package. */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/tests/browser/**/*.browser.ts'],
  // Playwright and axe belong to the example
  modulePaths: ['<rootDir>/examples/next-app/node_modules'],
  globalSetup: '<rootDir>/tests/setup/browser.ts',
  testTimeout: 120_000,
  maxWorkers: 1,
}
