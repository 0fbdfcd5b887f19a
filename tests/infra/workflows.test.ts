import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import manifest from '../../package.json'
import { infra, readInfra } from './support/files'
import { environments } from './support/parameters'
import {
  hooksIn,
  readAzdProject,
  readWorkflow,
  root,
  type Step,
  workflowNames,
  workflowText,
} from './support/workflows'

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const jobsOf = (name: string) => Object.entries(readWorkflow(name).jobs).map(([id, job]) => ({ id, ...job }))
const allJobs = workflowNames.flatMap((name) => jobsOf(name).map((job) => ({ workflow: name, ...job })))
const steps: Step[] = allJobs.flatMap((job) => job.steps ?? [])
const runs = steps.flatMap(({ run }) => run ?? [])
const allText = workflowNames.map(workflowText).join('\n')

test('every action is one commit, whose release stands beside it; Renovate raises both', () => {
  const used = [...allText.matchAll(/uses: (?!\.\/)(.*)/g)].map(([, action]) => action!)
  expect(used.length).toBeGreaterThan(10)
  expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([])
  const actions = new Set(used.map((action) => action.split('@')[0]))
  expect(new Set(used).size).toBe(actions.size)
  expect(JSON.parse(read('.github', 'renovate.json'))).toMatchObject({
    enabledManagers: expect.arrayContaining(['github-actions', 'bicep', 'npm', 'docker-compose']),
  })
})

test('no expression stands in a text of the shell, and no secret is read', () => {
  expect(runs.filter((run) => run.includes('${{'))).toEqual([])
  expect(allText).not.toMatch(/secrets\b/)
  const tokens = steps.filter(({ env }) => Object.values(env ?? {}).some((value) => value.includes('github.token')))
  expect(tokens.map(({ name }) => name)).toEqual(['Make the release', 'Take the package of the release'])
})

test('a job may read; only who signs in to Azure gets an identity, and only the release writes', () => {
  for (const name of workflowNames) expect(readWorkflow(name).permissions).toEqual({ contents: 'read' })
  const more = allJobs.flatMap((job) => (job.permissions ? [[`${job.workflow} ${job.id}`, job.permissions]] : []))
  const signsIn = { contents: 'read', 'id-token': 'write' }
  expect(Object.fromEntries(more)).toEqual({
    'deploy production': signsIn,
    'deploy staging': signsIn,
    'deploy-environment deploy': signsIn,
    'infra what-if': signsIn,
    'roll-back roll-back': signsIn,
    'release release': { contents: 'write' },
  })
})

test('every job ends some time, keeps no credential of the checkout, and calls a workflow that is there', () => {
  const called = allJobs.flatMap(({ uses }) => uses ?? [])
  const there = workflowNames.map((name) => `./.github/workflows/${name}.yml`)
  expect(called.filter((path) => !there.includes(path))).toEqual([])
  const own = allJobs.filter(({ uses }) => !uses)
  expect(own.filter((job) => job['timeout-minutes'] === undefined || !job['runs-on'])).toEqual([])
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))
  expect(checkouts.length).toBeGreaterThan(4)
  expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
})

test('no workflow runs the files of a pull request with rights in Azure', () => {
  const onPullRequest = workflowNames.filter((name) => 'pull_request' in readWorkflow(name).on)
  expect(onPullRequest.toSorted()).toEqual(['check', 'emulator', 'infra'])
  expect(allText).not.toContain('pull_request_target')
  const withRights = onPullRequest.flatMap(jobsOf).filter(({ permissions }) => permissions)
  expect(withRights.map((job) => job.if)).toEqual([expect.stringContaining("github.event_name != 'pull_request'")])
})

test('the check is what a clean clone runs, on the oldest Node that works and on that of Azure', async () => {
  const [job] = jobsOf('check')
  expect(job!.steps!.at(-1)!.run).toBe('bash .ci/run')
  const oldest = Number(/\d+/.exec(manifest.engines.node)![0])
  const app = (await readInfra()).get('modules/function-app.bicep')!
  const azure = Number(/runtime: \{ name: 'node', version: '(\d+)' \}/.exec(app.text)![1])
  expect(job!.strategy!.matrix['node']).toEqual(expect.arrayContaining([oldest, azure]))
  const others = steps.flatMap((step) => (step.with?.['node-version'] === undefined ? [] : [step.with['node-version']]))
  expect(new Set(others.filter((version) => typeof version === 'number'))).toEqual(new Set([azure]))
})

test('a push goes through check, package, staging and production, in this order; without a subscription it is checked', () => {
  const { on, jobs } = readWorkflow('deploy')
  expect(on).toEqual({ push: { branches: ['main'] }, workflow_dispatch: null })
  expect(Object.entries(jobs).map(([id, { needs }]) => [id, needs])).toEqual([
    ['check', undefined],
    ['package', 'check'],
    ['staging', 'package'],
    ['production', 'staging'],
  ])
  expect(jobs['staging']!.if).toBe("vars.DEPLOY == 'true'")
  for (const name of ['staging', 'production']) {
    expect(environments).toContain(name)
    expect(jobs[name]!.with).toEqual({ environment: name })
  }
})

test('an environment is provisioned, then gets its key, its migration, its package and its smoke test', () => {
  const [job] = jobsOf('deploy-environment')
  expect(job!.environment).toBe('${{ inputs.environment }}')
  expect(job!.concurrency).toEqual({ group: 'deploy-${{ inputs.environment }}', 'cancel-in-progress': false })
  expect(job!.steps!.flatMap(({ run }) => hooksIn(run ?? ''))).toEqual([
    'in-environment',
    'provision',
    'outputs',
    'fingerprint-key',
    'in-environment',
    'preflight',
    'in-environment',
    'migrate',
    'deploy-package',
    'smoke',
  ])
})

test('going back gives an environment the package of a release, the API first, and changes nothing else', () => {
  const { on } = readWorkflow('roll-back')
  expect(on).toMatchObject({ workflow_dispatch: { inputs: { environment: { options: ['staging', 'production'] } } } })
  const [job] = jobsOf('roll-back')
  const [deploys] = jobsOf('deploy-environment')
  expect([job!.environment, job!.concurrency]).toEqual([deploys!.environment, deploys!.concurrency])
  expect(job!.steps!.flatMap(({ run }) => hooksIn(run ?? ''))).toEqual(['outputs', 'deploy-package', 'smoke'])
  const script = (name: string) => job!.steps!.find((step) => step.name === name)!.run!
  // what is taken is what the release was given, and what is deployed
  const released = /gh release create "\$TAG" dist\/(\S+)/.exec(allText)![1]!
  expect(script('Take the package of the release')).toBe(`gh release download "$TAG" --pattern ${released} --dir dist`)
  expect(script('Deploy the package, the API first')).toContain(`deploy-package.sh --back dist/${released} $APPS`)
})

test('what is shown of staging is what a deployment would do with it', () => {
  const [compiles, shows] = jobsOf('infra')
  expect(compiles!.steps!.flatMap(({ run }) => hooksIn(run ?? ''))).toEqual(['compile'])
  expect(shows).toMatchObject({ needs: compiles!.id, environment: 'staging' })
  const deploys = runs.find((run) => run.endsWith('provision.sh create'))!
  expect(shows!.steps!.at(-1)!.run).toBe(deploys.replace('"$ENVIRONMENT"', 'staging').replace('create', 'what-if'))
})

test('who migrates signs in apart, to the folder that the migration reads', () => {
  const found = jobsOf('deploy-environment')[0]!.steps!
  const at = found.findIndex(({ name }) => name === 'Sign in as who migrates')
  const [signsIn, ...follow] = found.slice(at, at + 3)
  expect(signsIn!.with!['client-id']).toBe('${{ steps.made.outputs.migratorClientId }}')
  expect(follow.flatMap(({ run }) => hooksIn(run!).slice(1))).toEqual(['preflight', 'migrate'])
  for (const { env } of follow) expect(env!['MIGRATOR_CONFIG_DIR']).toBe(signsIn!.env!['AZURE_CONFIG_DIR'])
})

test('every environment gets the package that was made, under one name', () => {
  const made = jobsOf('package')[0]!.steps!.find(({ uses }) => uses?.includes('upload-artifact'))!
  const got = steps.filter(({ uses }) => uses?.includes('download-artifact'))
  expect(got).toHaveLength(2)
  for (const step of got) expect(step.with).toEqual({ name: made.with!['name'], path: 'dist' })
  const used = runs.filter((run) => run.includes('.zip')).flatMap((run) => run.match(/(?<=\s)\S+\.zip/g)!)
  const path = String(made.with!['path'])
  expect(new Set(used)).toEqual(new Set([`../${basename(path)}`, path, basename(path)]))
})

test('steps and bootstrap.sh read outputs that outputs.sh prints', () => {
  const printed = [...read('infra', 'hooks', 'outputs.sh').matchAll(/"(\w+)"[,\]]|log\(`(\w+)=/g)].flatMap(
    ([, one, other]) => one ?? other ?? [],
  )
  const readBy = [...read('infra', 'hooks', 'bootstrap.sh').matchAll(/\$\(value (\w+)\)/g)]
  const used = new Set([...allText.matchAll(/steps\.made\.outputs\.(\w+)/g), ...readBy].map(([, name]) => name!))
  expect([...used].toSorted()).toEqual(printed.toSorted())
})

test('what steps take from GitHub is what bootstrap.bicep prints, or stands in infra/README.md', async () => {
  const bootstrap = (await readInfra()).get('bootstrap.bicep')!
  const printed = [...bootstrap.text.matchAll(/For the environment on GitHub: (\w+)\./g)].map(([, name]) => name!)
  const used = new Set([...allText.matchAll(/vars\.(\w+)/g)].map(([, name]) => name!))
  expect(printed.filter((name) => !used.has(name))).toEqual([])
  const readme = read('infra', 'README.md')
  expect([...used].filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

test('every script is there, is called, and stands in infra/README.md', () => {
  const scripts = readdirSync(join(infra, 'hooks')).map((name) => name.replace(/\.sh$/, ''))
  const texts = scripts.map((name) => read('infra', 'hooks', `${name}.sh`).replaceAll(/^#.*$/gm, ''))
  const called = [...runs, ...Object.values(readAzdProject().hooks).map(({ run }) => run), ...texts].flatMap(hooksIn)
  expect([...new Set(called)].toSorted()).toEqual(scripts.toSorted())
  const readme = read('infra', 'README.md')
  expect(scripts.filter((name) => !readme.includes(`\`${name}.sh\``))).toEqual([])
})

test('every command of npm is there', () => {
  const texts = [
    ...runs,
    read('azure.yaml'),
    ...readdirSync(join(infra, 'hooks')).map((name) => read('infra', 'hooks', name)),
  ]
  const called = texts.flatMap((text) => [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script]) => script!))
  const scripts = ['package', 'db:bootstrap', 'db:migrate', 'db:preflight', 'test:emulator']
  expect(new Set(called)).toEqual(new Set(scripts))
  expect(called.filter((script) => !(script in manifest.scripts))).toEqual([])
})

test('the baseline of weak settings is one that checkov reads, and the documents know its version', () => {
  expect(JSON.parse(read('infra', 'checkov.baseline'))).toEqual({ failed_checks: expect.any(Array) })
  const version = /checkov==([\d.]+)/.exec(allText)![1]!
  expect(read('infra', 'README.md')).toContain(`checkov==${version}`)
})
