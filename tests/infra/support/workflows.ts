import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { infra } from './files'

/** The root of the repository. */
export const root = join(infra, '..')

const Permissions = z.record(z.string(), z.enum(['read', 'write']))
const Text = z.union([z.string(), z.number(), z.boolean()])
const Concurrency = z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() })
const Step = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), Text).optional(),
  env: z.record(z.string(), z.string()).optional(),
})
const Job = z.strictObject({
  'runs-on': z.literal('ubuntu-latest').optional(),
  'timeout-minutes': z.int().max(90).optional(),
  strategy: z.object({ matrix: z.record(z.string(), z.array(z.number())) }).optional(),
  needs: z.string().optional(),
  if: z.string().optional(),
  environment: z.string().optional(),
  concurrency: Concurrency.optional(),
  permissions: Permissions.optional(),
  env: z.record(z.string(), z.string()).optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
  steps: z.array(Step).optional(),
})
const Workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: Permissions,
  jobs: z.record(z.string(), Job),
})
const Hook = z.strictObject({ shell: z.literal('sh'), run: z.string() })
const AzdProject = z.strictObject({
  name: z.string(),
  requiredVersions: z.strictObject({ azd: z.string() }),
  infra: z.strictObject({ provider: z.literal('bicep'), path: z.string(), module: z.string() }),
  services: z.record(
    z.string(),
    z.strictObject({
      project: z.string(),
      language: z.literal('js'),
      host: z.literal('function'),
      remoteBuild: z.literal(false),
      condition: z.string().optional(),
      uses: z.array(z.string()).optional(),
    }),
  ),
  hooks: z.record(z.enum(['prepackage', 'preprovision', 'postprovision', 'predeploy', 'postdeploy']), Hook),
})

/** One step of a job. */
export type Step = z.output<typeof Step>

const folder = join(root, '.github', 'workflows')

/** The names of the workflows, without `.yml`. */
export const workflowNames = readdirSync(folder).map((name) => name.replace(/\.yml$/, ''))

/** The text of a workflow. */
export const workflowText = (name: string): string => readFileSync(join(folder, `${name}.yml`), 'utf8')

/** A workflow. Throws where it has something that the tests do not know. */
export const readWorkflow = (name: string) => Workflow.parse(parse(workflowText(name)))

/** `azure.yaml`. Throws where it has something that the tests do not know. */
export const readAzdProject = () => AzdProject.parse(parse(readFileSync(join(root, 'azure.yaml'), 'utf8')))

/** The scripts of `infra/hooks` that a text of the shell calls, in order. */
export const hooksIn = (text: string): string[] =>
  [...text.matchAll(/infra\/hooks\/([a-z-]+)\.sh/g)].map(([, name]) => name!)
