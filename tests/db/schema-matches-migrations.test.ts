import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const root = join(__dirname, '..', '..')

test('the migrations match the schema: generating again finds no changes', () => {
  const out = mkdtempSync(join(tmpdir(), 'tenantpilot-migrations-'))
  cpSync(join(root, 'src/db/migrations'), out, { recursive: true })
  const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')
  const flags = ['--dialect=postgresql', '--schema=./src/db/schema/*.ts', `--out=${relative(root, out)}`]
  const output = execFileSync(process.execPath, [drizzleKit, 'generate', ...flags], { cwd: root, encoding: 'utf8' })
  rmSync(out, { recursive: true })
  expect(output).toContain('No schema changes')
})
