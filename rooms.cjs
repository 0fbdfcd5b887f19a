/**
 * Who may import whom, from top to bottom: a room imports only what stands in its list, and only rooms below itself.
 * `.dependency-cruiser.cjs` makes the lint rules of it, `npm run docs:pages` the picture in docs/architecture.md, and
 * tests/borders.test.ts tries every border. Type imports count. What a room is for stands in its README.
 */
const below = {
  foundation: ['src/tenants', 'src/audit', 'src/db', 'src/shared'],
}

/** A room is a folder, or a file where it ends in `.ts`; `*` stands for the files of a folder itself. */
const rooms = [
  {
    path: 'cli',
    imports: ['src/operations/registry.ts', 'src/runs/queue/message.ts', 'src/runs/queue/peek-pages.ts', 'src/shared'],
  },
  { path: 'functions', imports: ['src/*', 'src/http', 'src/shared'] },
  {
    path: 'src/*',
    imports: [
      'src/http',
      'src/operations',
      'src/search',
      'src/notifications',
      'src/intune',
      'src/runs',
      'src/graph',
      'src/access',
      'src/telemetry',
      ...below.foundation,
    ],
  },
  {
    path: 'src/http',
    imports: ['src/search', 'src/notifications', 'src/runs', 'src/access', 'src/tenants', 'src/audit', 'src/shared'],
  },
  { path: 'src/operations', imports: ['src/intune', 'src/runs', 'src/graph', ...below.foundation] },
  { path: 'src/search', imports: ['src/access', ...below.foundation] },
  { path: 'src/notifications', imports: ['src/runs', 'src/access', ...below.foundation] },
  {
    path: 'src/intune/store',
    imports: ['src/intune/stored', 'src/runs/ledger', ...below.foundation],
  },
  {
    path: 'src/intune/policy-types',
    imports: [
      'src/intune/reading',
      'src/intune/assignments',
      'src/intune/flatten',
      'src/intune/definitions',
      'src/intune/stored',
      'src/graph',
      'src/shared',
    ],
  },
  { path: 'src/intune/reading', imports: ['src/intune/stored', 'src/graph', 'src/shared'] },
  { path: 'src/intune/assignments', imports: ['src/intune/stored', 'src/graph', 'src/shared'] },
  { path: 'src/intune/flatten', imports: ['src/intune/definitions', 'src/intune/stored', 'src/shared'] },
  { path: 'src/intune/definitions', imports: ['src/intune/stored', 'src/graph', 'src/db', 'src/shared'] },
  { path: 'src/intune/stored', imports: ['src/shared'] },
  {
    path: 'src/runs/reconcile',
    imports: ['src/runs/operation.ts', 'src/runs/schedules', 'src/runs/queue', 'src/runs/ledger', ...below.foundation],
  },
  {
    path: 'src/runs/worker',
    imports: ['src/runs/operation.ts', 'src/runs/queue', 'src/runs/ledger', ...below.foundation],
  },
  {
    path: 'src/runs/api',
    imports: [
      'src/runs/operation.ts',
      'src/runs/schedules',
      'src/runs/queue',
      'src/runs/ledger',
      'src/access',
      ...below.foundation,
    ],
  },
  { path: 'src/runs/operation.ts', imports: ['src/runs/ledger', ...below.foundation] },
  { path: 'src/runs/schedules', imports: ['src/runs/ledger', 'src/audit', 'src/db', 'src/shared'] },
  { path: 'src/runs/queue', imports: ['src/runs/ledger', 'src/db', 'src/shared'] },
  { path: 'src/runs/ledger', imports: below.foundation },
  { path: 'src/graph', imports: ['src/shared'] },
  { path: 'src/access', imports: ['src/tenants', 'src/audit', 'src/db', 'src/shared'] },
  { path: 'src/tenants', imports: ['src/audit', 'src/db', 'src/shared'] },
  { path: 'src/telemetry', imports: ['src/shared'] },
  { path: 'src/audit', imports: ['src/db', 'src/shared'] },
  { path: 'src/db', imports: ['src/shared'] },
  { path: 'src/shared', imports: [] },
]

/** Which package lives where in `src/`, `functions/` and `cli/`. One that is not named here lives nowhere. */
const packages = {
  '@azure/functions': ['functions'],
  '@azure/identity': ['src/graph/auth', 'src/managed-identity.ts', 'cli'],
  '@azure/keyvault-secrets': ['src/graph/auth'],
  '@azure/service-bus': ['src/runs/queue', 'cli'],
  '@microsoft/microsoft-graph-client': ['src/graph/transport'],
  '@azure/logger': ['src/telemetry'],
  '@azure/monitor-opentelemetry': ['src/telemetry'],
  '@opentelemetry/api': ['src/telemetry'],
  '@opentelemetry/api-logs': ['src/telemetry'],
  '@opentelemetry/instrumentation-undici': ['src/telemetry'],
  'cli-progress': ['cli'],
  commander: ['cli'],
  croner: ['src/runs/schedules'],
  'drizzle-orm': [
    'src/db',
    'src/audit',
    'src/tenants',
    'src/access',
    'src/runs/ledger',
    'src/runs/schedules',
    'src/runs/reconcile',
    'src/intune/store',
    'src/intune/definitions',
    'src/search',
    'src/notifications',
  ],
  jose: ['src/access'],
  long: ['src/runs/queue', 'cli'],
  'lossless-json': ['src/shared/exact-json.ts'],
  'lru-cache': ['src/graph'],
  postgres: ['src/db'],
  zod: ['src', 'functions', 'cli'],
}

module.exports = { rooms, packages }
