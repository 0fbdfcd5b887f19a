import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportSettings } from '../../../local/commands/report'
import { checkWritable } from '../../../local/commands/writable-file'

const root = join(__dirname, '../../..')

/** Runs the compiled command, without the build before it. */
function run(args: string[], env = {}, cwd = root): Promise<{ code: number; said: string; errors: string[] }> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env } }
    const child = execFile(
      process.execPath,
      [join(root, 'dist/local/cli.js'), ...args],
      options,
      (_error, said, errors) =>
        resolve({ code: child.exitCode!, said, errors: errors.trimEnd().split('\n').filter(Boolean) }),
    )
  })
}

/** A subcommand stands behind npm's own dashes. */
const see = (command: string) =>
  command.includes(' ')
    ? `See "npm run ${command.replace(' ', ' -- ')} --help".`
    : `See "npm run ${command} -- --help".`

test.each([
  [['sync', '--nonsense'], 'sync', /unknown option '--nonsense'/],
  [['demo', '--policies', 'many'], 'demo', /must be a whole number/],
  [['settings', '--limit', '0'], 'settings', /must be at least 1/],
  [['start', '--log', 'xml'], 'start', /text, json/],
  [['bench', 'nothing'], 'bench', /no benchmark "nothing"/],
  [['db:fresh', 'too', 'many'], 'db:fresh', /too many arguments/],
  [['new:policy-type', 'Not A Collection'], 'new:policy-type', /is no collection/],
  [['sim', 'fault', '429', '--count', 'x'], 'sim fault', /must be a whole number/],
  [['sim', 'fault', 'nonsense'], 'sim fault', /nonsense.*drop/],
  [['sim', 'roles'], 'sim roles', /Which permissions\?.*--none/],
  [
    ['sim', 'roles', 'devicemanagementconfiguration.read.all'],
    'sim roles',
    /Did you mean DeviceManagementConfiguration\.Read\.All\?/,
  ],
  [
    ['sim', 'roles', 'Group.Read.All', 'Nothing.Read'],
    'sim roles',
    /Nothing\.Read.*There are: .*GroupMember\.Read\.All/,
  ],
  [['token', '--as', 'nobody'], 'token', /reader, operator, manager, owner, operations, stranger, service, actas/],
  [['token', '--list', '--as', 'reader'], 'token', /'--list' cannot be used with option '--as <name>'/],
  [['sync', '--as', 'nobody'], 'sync', /reader, operator, manager/],
  [['sim', 'nonsense'], 'sim', /unknown command 'nonsense'/],
] as [string[], string, RegExp][])(
  '%j is a usage error: exit code 2, and where to look',
  async (args, command, sentence) => {
    const { code, errors } = await run(args)
    expect(errors.join('\n')).toMatch(sentence)
    expect({ code, last: errors.at(-1) }).toEqual({ code: 2, last: see(command) })
  },
)

test.each(['db:fresh', 'db:migrate', 'legacy:remove'])(
  '%s says what a database address looks like',
  async (command) => {
    const shape = /^--url is no address of a database: expected postgres:\/\/user:password@host:5432\/database/
    for (const url of [
      'nonsense',
      'http://localhost/x',
      'postgres://localhost',
      'postgres://u:hun#ter2@localhost:5432/x',
    ])
      expect(await run([command, '--url', url])).toMatchObject({
        code: 2,
        errors: [expect.stringMatching(shape), see(command)],
      })
  },
)

test('a wrong DATABASE_URL is named, without its value', async () => {
  const { code, errors } = await run(['db:migrate'], { DATABASE_URL: 'postgres://u:hunter2@[/x' })
  expect({ code, errors }).toEqual({
    code: 2,
    errors: [expect.stringMatching(/^DATABASE_URL is no address/), see('db:migrate')],
  })
  expect(errors.join()).not.toContain('hunter2')
})

test('the help says what the exit codes mean, and is no error', async () => {
  const { code, said } = await run(['sync', '--help'])
  expect(code).toBe(0)
  expect(said).toMatch(/Exit codes: .*2 /)
})

test('a token says who there is, and without a running stack where it comes from', async () => {
  expect((await run(['token', '--help'])).said).toMatch(
    /--as <name>[\s\S]*operator[\s\S]*npm run -s token -- --as reader/,
  )
  const elsewhere = mkdtempSync(join(tmpdir(), 'tenantpilot-nowhere-'))
  try {
    expect(await run(['token'], {}, elsewhere)).toEqual({
      code: 1,
      said: '',
      errors: ['No stack is running here: start one with "npm start" in another terminal.'],
    })
  } finally {
    rmSync(elsewhere, { recursive: true })
  }
})

test('the help of a fault lists the kinds, one line each', async () => {
  const { said } = await run(['sim', 'fault', '--help'])
  for (const kind of [
    'drop',
    'malformed',
    'html',
    'slow',
    'emptyPage',
    'brokenPage',
    'skippedEntry',
    'expiredSkipToken',
  ])
    expect(said).toMatch(new RegExp(`^  ${kind} +\\S.*$`, 'm'))
})

test('a folder that is not there, or has no policies, is refused before anything starts', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'tenantpilot-empty-'))
  writeFileSync(join(empty, 'notes.txt'), '')
  try {
    expect(await run(['demo', '--data', '/nope'])).toMatchObject({
      code: 1,
      said: '',
      errors: [expect.stringMatching(/^There is no folder .*nope/)],
    })
    expect(await run(['demo', '--data', empty])).toMatchObject({
      code: 1,
      said: '',
      errors: [expect.stringMatching(/^Nothing in .* can be served: no JSON files\.$/)],
    })
    writeFileSync(join(empty, 'app.json'), '{"@odata.type":"#microsoft.graph.winGetApp"}')
    expect(await run(['start', '--data', empty])).toMatchObject({
      code: 1,
      said: '',
      errors: [expect.stringMatching(/^Nothing in .* can be served: not served yet: 1 winGetApp\.$/)],
    })
    writeFileSync(join(empty, 'package.json'), '{"name":"x"}')
    expect(await run(['demo', '--data', empty])).toMatchObject({
      code: 1,
      said: '',
      errors: [expect.stringMatching(/^Nothing in .* can be served: .*1 without a known type\.$/)],
    })
    expect(await run(['demo', '--definitions', '/nope'])).toMatchObject({
      code: 1,
      said: '',
      errors: [expect.stringMatching(/^There is no folder .*nope/)],
    })
  } finally {
    rmSync(empty, { recursive: true })
  }
})

describe('the file of an export', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tenantpilot-export-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  test.each([
    [
      'in a folder that is not there',
      'none/rows.jsonl',
      /^There is no folder .*none \(ENOENT\): give a file in a folder/,
    ],
    ['that is a folder', '.', /^\S+ is a folder \(EISDIR\): give a file/],
    ['below a file', 'file/rows.jsonl', /^There is no folder .*file \(ENOTDIR\): give a file/],
  ])('%s is refused before anything starts', async (_what, name, sentence) => {
    writeFileSync(join(folder, 'file'), '')
    const refused = { code: 1, said: '', errors: [expect.stringMatching(sentence)] }
    expect(await run(['demo', '--export', join(folder, name)])).toEqual(refused)
  })

  test('is neither made nor changed by the check', () => {
    writeFileSync(join(folder, 'old'), 'kept')
    symlinkSync('/dev/null', join(folder, 'link'))
    for (const name of ['new', 'old', 'link']) checkWritable(join(folder, name))
    expect(readdirSync(folder)).toEqual(['link', 'old'])
    expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('kept')
  })
})

test('an export that fails removes only a file that it made: no device, no link', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-export-'))
  try {
    symlinkSync('/dev/full', join(folder, 'link'))
    const url = 'postgres://nobody@127.0.0.1:1/none'
    for (const name of ['link', 'file'])
      await expect(exportSettings(url, join(folder, name))).rejects.toThrow(/ECONNREFUSED|EACCES|connect/)
    expect(readdirSync(folder)).toEqual(['link'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a command without words behind it is typed without dashes', async () => {
  const { said } = await run(['verify', '--help'])
  expect(said).toContain('Example:\n  npm run verify\n')
})
