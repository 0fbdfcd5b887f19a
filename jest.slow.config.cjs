/** What takes longer than anybody waits for: all crash points, all seeds. `TEST_SLICE=n` runs about one in n of them. */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/tests/**/*.slow.ts'],
  testTimeout: 30 * 60_000,
}
