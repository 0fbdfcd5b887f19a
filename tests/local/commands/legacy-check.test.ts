import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkApp } from '../../../local/legacy-check/check'

let folder: string
let app: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantpilot-app-'))
  app = join(folder, 'app')
  mkdirSync(app)
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(path: string, text: string | Buffer): void {
  const file = join(app, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** What is found in the app, as `file:line kind`. */
async function found(): Promise<string[]> {
  const { findings } = await checkApp(app)
  return findings.map(({ file, line, kind }) => `${file}:${line} ${kind}`)
}

const root = join(__dirname, '../../..')

/** Runs the compiled command. */
function run(...args: string[]): Promise<{ code: number; said: string; errors: string }> {
  return new Promise((done) => {
    const command = [join(root, 'dist/local/cli.js'), 'legacy:check', ...args]
    const child = execFile(process.execPath, command, { cwd: folder }, (_error, said, errors) =>
      done({ code: child.exitCode!, said, errors }),
    )
  })
}

test.each([
  ['the secret', 'if (key !== process.env.POLICY_API_SECRET) return', 'secret'],
  ['the setting of the webhook', 'N8N_SYNC_WEBHOOK_URL=https://example.org/x', 'webhook-setting'],
  ['an address of n8n', `fetch("https://n8n.example.org/webhook/sync")`, 'webhook-address'],
  ['n8n on its usual port', 'fetch(`http://10.0.0.1:5678/webhook/sync`)', 'webhook-address'],
  [
    'an address as n8n makes them',
    `'https://flows.example.org/webhook/0f8fad5b-d9cb-469f-a165-70867728950e'`,
    'webhook-address',
  ],
  ['SQL that inserts', 'await sql`insert into policy_settings (id) values (1)`', 'table-write'],
  ['SQL with schema and quotes', `query('INSERT INTO "public"."policy_settings" ("id") VALUES ($1)')`, 'table-write'],
  ['SQL that updates', 'sql`update policy_settings s set setting_value = 1`', 'table-write'],
  ['SQL that deletes', `sql.raw("DELETE FROM public.policy_settings")`, 'table-write'],
  ['SQL that truncates', 'sql`truncate table policy_settings`', 'table-write'],
  ['drizzle', 'await db.insert(policySettings).values(rows).onConflictDoUpdate({})', 'table-write'],
  ['drizzle with a schema', 'await tx.delete(schema.policySettings).where(old)', 'table-write'],
  ['Prisma', 'await prisma.policySetting.upsert({})', 'table-write'],
  ['Prisma with the name of the table', 'await prisma.policy_settings.deleteMany({})', 'table-write'],
  ['Supabase', `await supabase.from('policy_settings').upsert(rows)`, 'table-write'],
  ['knex', `await knex("policy_settings").insert(rows)`, 'table-write'],
  ['Kysely', `await db.insertInto('policy_settings').values(rows)`, 'table-write'],
])('%s is found at its line', async (_what, line, kind) => {
  put('lib/sync.ts', `// first\n${line}\n`)
  expect(await found()).toEqual([`lib/sync.ts:2 ${kind}`])
})

test.each([
  ['a read by drizzle', 'await db.select().from(policySettings).where(mine)'],
  ['a read by SQL', 'sql`select count(*) from policy_settings`'],
  ['a read by Prisma', 'await prisma.policySettings.findMany({})'],
  ['the table itself', `export const policySettings = pgTable('policy_settings', {})`],
  ['its migration', 'create table policy_settings (id text); alter table policy_settings add column note text;'],
  ['a write to another table', 'await db.insert(policySettingsNotes).values(notes)'],
  ['another webhook', `fetch('https://app.example.org/api/webhook/stripe')`],
])('%s is no trace', async (_what, line) => {
  put('lib/read.ts', line)
  expect(await found()).toEqual([])
})

test('a write that spans lines is found where it begins', async () => {
  put('a.ts', 'await db\n  .insert(\n    policySettings,\n  )\n')
  put('b.ts', 'await prisma.policySettings\n  .createMany({})\n')
  put('c.sql', 'insert into\n  policy_settings (id)\n')
  expect(await found()).toEqual(['a.ts:2 table-write', 'b.ts:1 table-write', 'c.sql:1 table-write'])
})

test('the names that the app gives to the table are known in all of its files', async () => {
  put('a/write.ts', 'db.insert(settingsTable)\ndb.insert(other)\nprisma.intuneSetting.create({})')
  put('a/alias.ts', `import { policySettings as rows } from '../db/schema'\ndb.delete(rows)`)
  put('db/schema.ts', `export const settingsTable = pgTable('policy_settings', {})`)
  put('prisma/schema.prisma', 'model IntuneSetting {\n  id String @id\n  @@map("policy_settings")\n}')
  expect(await found()).toEqual(['a/alias.ts:2 table-write', 'a/write.ts:1 table-write', 'a/write.ts:3 table-write'])
})

test.each([
  ['src/app/api/policy-settings/route.ts', 'import x from "y"\nexport async function POST() {}', ['2 ingestion']],
  ['app/api/ingest/route.js', 'export const PUT = save', ['1 ingestion']],
  ['pages/api/n8n.ts', 'export default handler', ['1 ingestion']],
  ['app/api/rows/route.ts', 'export async function POST() {\n  check("x-api-secret")\n}', ['1 ingestion']],
  ['app/api/policy-settings/route.ts', 'export async function GET() {}', []],
  ['lib/policy-settings.ts', 'export async function POST() {}', []],
  ['app/api/sync/[id]/status/route.ts', 'export async function GET() {}', ['1 polling']],
  ['pages/api/sync-status.ts', 'export default function handler() {}', ['1 polling']],
  ['app/api/sync/status/route.ts', `export async function GET() {\n  await tenantPilot()('getRun', {})\n}`, []],
  ['app/api/orders/status/route.ts', 'export async function GET() {}', []],
])('routes: %s, %j', async (path, text, lines) => {
  put(path, text)
  expect(await found()).toEqual(lines.map((line) => `${path}:${line}`))
})

test('the example for Next.js has no trace', async () => {
  expect((await checkApp(join(root, 'examples/next-app'))).findings).toEqual([])
})

test('packages, builds, the history and binary files are not read', async () => {
  for (const name of ['node_modules', '.git', '.next', 'dist']) put(`packages/web/${name}/x.js`, 'POLICY_API_SECRET')
  put('logo.png', Buffer.from('\0POLICY_API_SECRET'))
  expect(await checkApp(app)).toEqual({ findings: [], files: 0, notRead: { tooLarge: [], links: [] } })
})

test('files up to 1 MiB are read; larger ones are named', async () => {
  const mark = '\nPOLICY_API_SECRET'
  put('a.ts', ' '.repeat(1024 * 1024 - mark.length) + mark)
  put('b.ts', ' '.repeat(1024 * 1024 - mark.length + 1) + mark)
  expect(await found()).toEqual(['a.ts:2 secret'])
  expect((await checkApp(app)).notRead.tooLarge).toEqual(['b.ts'])
})

test('links are not followed, and named', async () => {
  writeFileSync(join(folder, 'outside.ts'), 'POLICY_API_SECRET')
  symlinkSync(join(folder, 'outside.ts'), join(app, 'file.ts'))
  symlinkSync(folder, join(app, 'up'))
  expect(await checkApp(app)).toEqual({ findings: [], files: 0, notRead: { tooLarge: [], links: ['file.ts', 'up'] } })
})

test('code is read and not run', async () => {
  const ran = join(folder, 'ran')
  put('package.json', '{"main":"index.js"}')
  put('index.js', `require('node:fs').writeFileSync(${JSON.stringify(ran)}, '')\ndb.insert(policySettings)`)
  put('next.config.js', `require('./index.js')`)
  expect((await run(app)).code).toBe(3)
  expect(existsSync(ran)).toBe(false)
})

test('it says file, line, what it is and what to do, and never what stands there', async () => {
  put('.env.local', 'A=1\nPOLICY_API_SECRET=hunter2\n')
  const { code, said, errors } = await run(app)
  expect({ code, errors }).toEqual({ code: 3, errors: '' })
  expect(said).toMatch(/^\.env\.local:2: the secret .*\n {2}remove it.*\n1 trace of the old integration in 1 file\.\n$/)
  expect(said).not.toContain('hunter2')
})

test('--json is one object on one line', async () => {
  put('a.ts', 'N8N_SYNC_WEBHOOK_URL')
  const { code, said } = await run(app, '--json')
  expect(code).toBe(3)
  expect(said.trimEnd()).not.toContain('\n')
  expect(JSON.parse(said)).toEqual({
    findings: [{ file: 'a.ts', line: 1, kind: 'webhook-setting', what: expect.any(String), todo: expect.any(String) }],
    files: 1,
    notRead: { tooLarge: [], links: [] },
  })
})

test('nothing found is exit code 0', async () => {
  put('a.ts', 'export {}')
  expect(await run(app)).toEqual({ code: 0, said: 'No trace of the old integration in 1 file.\n', errors: '' })
})

test.each([
  ['no folder', [], /missing required argument 'dir'/],
  ['a folder that is not there', ['nowhere'], /There is no folder .*nowhere/],
  ['an option that there is not', ['.', '--fix'], /unknown option '--fix'/],
])('%s is wrong usage: exit code 2', async (_what, args, sentence) => {
  const { code, errors } = await run(...args)
  expect(code).toBe(2)
  expect(errors).toMatch(sentence)
  expect(errors).toMatch(/See "npm run legacy:check -- --help"/)
})

test('the help says what the exit codes mean', async () => {
  expect((await run('--help')).said).toMatch(/Exit codes: 0 nothing found, 3 something found, 1 failed, 2 wrong usage/)
})
