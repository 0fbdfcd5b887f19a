/** A file to write; `path` is relative to the root of the repository. */
export interface SourceFile {
  path: string
  text: string
}

/** `deviceShellScripts` → `device-shell-scripts`. */
export function kebab(source: string): string {
  return source.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (letters) => `-${letters.toLowerCase()}`)
}

/** `deviceShellScripts` → `deviceShellScript`: the default name of the policy type, and of Graph's type. */
function singular(source: string): string {
  return source.replace(/ies$/, 'y').replace(/(?<!s)s$/, '')
}

/**
 * Returns the files of a new policy type: its record in the product, and its collection in the simulator. They compile, read
 * and flatten typed properties, and mark what is still to be filled in.
 */
export function skeletonOf(source: string): SourceFile[] {
  const folder = kebab(source)
  const product = `src/intune/policy-types/${folder}`
  const simulator = `local/simulator/collections/${folder}`
  return [
    { path: `${product}/index.ts`, text: record(source) },
    { path: `${simulator}/index.ts`, text: collection(source) },
    { path: `${simulator}/random.ts`, text: randomMaker(source) },
    { path: `${simulator}/sample.ts`, text: sample(source) },
  ]
}

function record(source: string): string {
  return `import { defineTypedPolicyType } from '../typed-policy-type'

/** TODO: describe these policies. */
export const ${source} = defineTypedPolicyType({
  source: '${source}',
  permission: 'Unknown.Read.All',
  licence: '',
  policyType: '${singular(source)}',
  documented: { flattened: '', secret: '' },
})
`
}

function collection(source: string): string {
  return `import { configurationReaders } from '../../graph/permissions'
import { flat } from '../flat'
import { random } from './random'
import { sample } from './sample'

/** TODO: what is special about this collection in Graph. */
export const ${source} = flat({
  path: 'deviceManagement/${source}',
  types: ['${singular(source)}'],
  permissions: configurationReaders,
  licence: '',
  random,
  sample,
})
`
}

function randomMaker(source: string): string {
  return `import { flatPolicies } from '../../synthetic/flat-policies'

/** TODO: give them the properties of the sample, with values from \`dice\`. */
export const random = flatPolicies({
  stream: '${source}',
  size: { onTop: 0.04 },
  make: (_dice, n) => ({
    '@odata.type': '#microsoft.graph.${singular(source)}',
    displayName: \`${singular(source)} \${n}\`,
    description: '',
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    roleScopeTagIds: ['0'],
  }),
})
`
}

function sample(source: string): string {
  return `import { uuid } from '../../seed'
import type { Sample } from '../record'

/** TODO: a policy as Graph gives it, with made-up names and ids, and what becomes of it. */
export const sample: Sample = {
  policy: { id: uuid('sample', '${source}'), assignments: [] },
  policyName: '',
  policyType: '${singular(source)}',
  rows: [],
  settingNames: [],
  secrets: [],
}
`
}

/** Adds a record to the text of a registry: its import in order, its name at the end. Throws when it finds no list. */
export function withRecord(text: string, source: string): string {
  const imported = `import { ${source} } from './${kebab(source)}/index'`
  const lines = text.split('\n')
  const values = lines.filter((line) => line.startsWith('import {'))
  const sorted = [...values, imported].toSorted((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1))
  const first = lines.indexOf(values[0] ?? '')
  const rest = lines.filter((line) => !values.includes(line))
  const end = rest.findLastIndex((line) => line === ']' || line === '}')
  if (values.length === 0 || end < 0) throw new Error('The list of records has another form than expected.')
  return [...rest.slice(0, first), ...sorted, ...rest.slice(first, end), `  ${source},`, ...rest.slice(end)].join('\n')
}

/** Adds a policy type to the list of their names. Throws for a list of another form. */
export function withName(text: string, source: string): string {
  const end = text.lastIndexOf('\n] as const')
  if (end < 0) throw new Error('The list of names has another form than expected.')
  return `${text.slice(0, end)}\n  '${source}',${text.slice(end)}`
}

function pathIn(line: string): string {
  return /'(.*)'/.exec(line)?.[1] ?? ''
}
