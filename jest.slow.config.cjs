/**
 * What takes longer than anybody waits for: all crash points, all seeds, the tests of host and broker. `TEST_SLICE=n` runs about
 * one in n of the lists.
 */
process.env.EVERY_TENANT = '1'
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/tests/**/*.slow.ts', '<rootDir>/tests/e2e/checker.test.ts'],
  testTimeout: 30 * 60_000,
}
