/**
 * The integration tests against Microsoft's emulator, and the PostgreSQL and Azurite beside it: `npm run test:emulator`
 * (local/emulator/README.md). Without other addresses, those of compose.yaml; each is the well-known one and no secret.
 */
process.env.SERVICE_BUS = 'emulator'
process.env.SERVICE_BUS_CONNECTION ??=
  'Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true'
process.env.TEST_POSTGRES_URL ??= 'postgres://tenantpilot:tenantpilot@127.0.0.1:5432/tenantpilot'
process.env.TEST_STORAGE ??=
  'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;'
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: [
    // the queue client
    '<rootDir>/tests/runs/queue/*.test.ts',
    '<rootDir>/tests/runs/api/{health,readiness}.test.ts',
    // the app without a host, and its end
    '<rootDir>/tests/app.test.ts',
    '<rootDir>/tests/functions/lifecycle.test.ts',
    // the triggers of the host, and all behind them
    '<rootDir>/tests/e2e/{api,dead-letters,doctor,drain,outage,outcomes,redrive,remedies,rerun,secrets,sync,throttled,tick}.test.ts',
  ],
  // a lock that a test left lasts a minute, and the next one waits for it
  testTimeout: 180_000,
  // all share its queues
  maxWorkers: 1,
}
