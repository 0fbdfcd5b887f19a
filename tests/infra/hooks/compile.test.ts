import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { infra } from '../support/files'
import { environments } from '../support/parameters'
import { runHook } from '../support/run-hook'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tenantpilot-arm-')), 'made')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const deployed = readdirSync(infra).filter((name) => name.endsWith('.bicep'))
const modules = readdirSync(join(infra, 'modules')).map((name) => `modules/${name}`)
const format = 'format) cp "$2" "$4" ;;'
const bicep = (changed: string) => `case "$1" in\n${changed}\n${format}\nesac`
const compile = (changed = '') => runHook('compile', [folder], { bicep: bicep(changed) })

test('it asks for the form of every file, compiles what is deployed, and the parameters of every environment', () => {
  const { status, calls } = compile()
  expect(status).toBe(0)
  expect(calls.toSorted()).toEqual(
    [
      ...[...deployed, ...modules].map((name) => `bicep format infra/${name} --outfile ${folder}/formatted`),
      ...deployed.map((name) => `bicep lint infra/${name}`),
      ...deployed.map((name) => `bicep build infra/${name} --outfile ${folder}/${name.replace('.bicep', '.json')}`),
      ...environments.map(
        (name) => `bicep build-params infra/main.bicepparam --outfile ${folder}/${name}.parameters.json`,
      ),
    ].toSorted(),
  )
  // nothing but ARM is left for the check of its settings
  expect(readdirSync(folder)).toEqual([])
})

test('the parameters are those of each environment', () => {
  const { output } = compile('build-params) echo "$AZURE_ENV_NAME" ;;')
  expect(output.trimEnd().split('\n')).toEqual([...environments].toSorted())
})

test.each([
  [
    'another form',
    'format) echo other > "$4" ;;',
    'bootstrap.bicep has another form: run "bicep format infra/bootstrap.bicep"',
  ],
  ['a finding of the linter', 'lint) echo found >&2; exit 1 ;;', 'found'],
  ['a mistake', 'build) echo BCP057 >&2; exit 1 ;;', 'BCP057'],
  ['a missing parameter', 'build-params) echo BCP258 >&2; exit 1 ;;', 'BCP258'],
])('it stops at %s', (_what, changed, says) => {
  const { status, errors } = compile(changed)
  expect(status).toBe(1)
  expect(errors).toContain(says)
})
