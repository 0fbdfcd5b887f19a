import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readInfra } from './support/files'
import { deployMain, inside, ofType } from './support/installation'
import { hooksIn, root } from './support/workflows'

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const readme = read('infra', 'README.md')
const operating = read('docs', 'operating.md')
const deploying = read('docs', 'deploying.md')
/** What stands below a heading, up to the next one of the same level. */
const below = (page: string, heading: string) => page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!
const inOrder = /```sh\n([^]*?)```/.exec(below(readme, 'In order'))![1]!

test('what deploys main.bicep gives the deployment the name by which outputs.sh asks for it', () => {
  const name = /deployment group show .* -n (\w+)/.exec(read('infra', 'hooks', 'outputs.sh'))![1]
  const commands = [...readme.matchAll(/az deployment group .*main\.bicepparam/g)].map(([command]) => command)
  expect(commands.length).toBeGreaterThan(1)
  expect(commands.filter((command) => !command.includes(` -n ${name} `))).toEqual([])
})

test('by hand, too, the key, the database and the package follow, and the package is made before', () => {
  const hooks = hooksIn(inOrder)
  expect(hooks).toEqual(['outputs', 'fingerprint-key', 'bootstrap', 'migrate', 'deploy-package', 'smoke'])
  expect(inOrder.indexOf('../package.zip')).toBeLessThan(inOrder.indexOf('deploy-package.sh dist/package.zip'))
  expect(inOrder).toContain('npm run package')
})

test('the first step prints the variables of GitHub by their names there', async () => {
  const { text } = (await readInfra()).get('bootstrap.bicep')!
  const outputs = [...text.matchAll(/For the environment on GitHub: (\w+)\.'\)\noutput (\w+) /g)]
  expect(outputs).toHaveLength(4)
  const printed = [...inOrder.matchAll(/(AZURE_\w+):(\w+)\.value/g)]
  expect(printed.map(([, ...pair]) => pair)).toEqual(outputs.map(([, ...pair]) => pair))
})

test('every value with a default stands in one table, with that default', () => {
  const table = below(readme, 'Values with a default')
  const rows = new Map(
    [...table.matchAll(/^\| (`.*?) \| (.*?)\|/gm)].flatMap(([, names, value]) =>
      [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => [name!, value!.trim()] as const),
    ),
  )
  const optional = [...read('infra', 'main.bicepparam').matchAll(/readEnvironmentVariable\('(\w+)', '(.*?)'\)/g)]
  expect([...rows.keys()].toSorted()).toEqual(optional.map(([, name]) => name!).toSorted())
  const defaults = optional.filter(([, , value]) => value).map(([, name, value]) => [name!, `\`${value}\``])
  expect(defaults.length).toBeGreaterThan(5)
  expect(defaults.map(([name]) => [name, rows.get(name!)])).toEqual(defaults)
})

test('by hand an app signs in wherever that of Bicep does, and has the same roles', async () => {
  const deployment = await deployMain('dev')
  const [app] = ofType(deployment, 'Microsoft.Web/sites')
  const settings = inside(app?.body, 'properties.siteConfig.appSettings') as { name: string; value: string }[]
  const client = settings.find(({ name }) => name === 'AZURE_CLIENT_ID')!.value
  const signsIn = settings.filter(({ value }) => value.includes(client)).map(({ name, value }) => [name, value])
  expect(signsIn.length).toBeGreaterThan(3)
  const written = [...deploying.matchAll(/^ {2}"(\w+)": "(.*\$IDENTITY_CLIENT.*)"/gm)]
  const byHand = written.map(([, name, value]) => [name, value!.replace('$IDENTITY_CLIENT', client)])
  expect(new Map(byHand as [string, string][])).toEqual(new Map(signsIn as [string, string][]))

  const roles = (await readInfra()).get('modules/roles.bicep')!.text
  const roleOf = (key: string) => new RegExp(`^  ${key}: '([-0-9a-f]{36})'`, 'm').exec(roles)![1]!
  const principal = deployment.outputs['workerPrincipalId']
  const given = ofType(deployment, 'Microsoft.Authorization/roleAssignments')
    .filter(({ body }) => inside(body, 'properties.principalId') === principal)
    .map(({ body }) => String(inside(body, 'properties.roleDefinitionId')).split('/').at(-1)!)
  const named = [...deploying.matchAll(/^ *as_identity "(.*?)"/gm)].map(([, role]) =>
    roleOf(role!.replaceAll(' ', '').replace(/^./, (first) => first.toLowerCase())),
  )
  // by hand the key is a setting, so there is no vault
  expect(new Set([...named, roleOf('keyVaultSecretsUser')])).toEqual(new Set(given))
})

test('the commands of docs/operating.md use names that stand at the top of its alerts', () => {
  const block = /```sh\n([^]*?)```/.exec(below(operating, 'Alerts'))![1]!
  const set = [...block.matchAll(/(?<=^| )([A-Z_]+)=/gm)].map(([, name]) => name!)
  const text = ['Alerts', 'Drain', 'Roll back', 'Rotation'].map((heading) => below(operating, heading)).join('\n')
  const used = [...text.matchAll(/\$([A-Z_]+)/g)].map(([, name]) => name!)
  expect(new Set(used)).toEqual(new Set(set))
  expect(below(deploying, 'PostgreSQL')).not.toMatch(/^DATABASE_SERVER=/m)
})
