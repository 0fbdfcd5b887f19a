module.exports = {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/dist-cli/'],
  transform: {
    // jose has ES modules only, which jest cannot require
    '(\\.ts|/node_modules/jose/.+\\.js)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  setupFilesAfterEnv: ['<rootDir>/tests/setup/waits.ts'],
  globalSetup: '<rootDir>/tests/setup/servers.ts',
  globalTeardown: '<rootDir>/tests/setup/teardown.ts',
  reporters: ['default', '<rootDir>/tests/setup/summary.cjs'],
  testTimeout: 60_000,
  // one more than the two cores it is meant for: the long tests mostly wait
  maxWorkers: 3,
}
