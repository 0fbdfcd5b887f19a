/** A file to write; `path` is relative to the root of the repository. */
export interface SourceFile {
  path: string
  text: string
}

/** `deviceShellScripts` → `device-shell-scripts`. */
export function kebab(source: string): string {
  return source.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (letters) => `-${letters.toLowerCase()}`)
}

/** `deviceShellScripts` → `deviceShellScript`: the default name of the policy type. */
function singular(source: string): string {
  return source.replace(/ies$/, 'y').replace(/(?<!s)s$/, '')
}

function pascal(source: string): string {
  return source.slice(0, 1).toUpperCase() + source.slice(1)
}

/**
 * Returns the files of a new policy type. They compile, flatten typed properties, and mark what is still to be filled in.
 */
export function skeletonOf(source: string): SourceFile[] {
  const folder = kebab(source)
  return [
    { path: `src/intune/policy-types/${folder}/schema.ts`, text: schema(source) },
    { path: `src/intune/policy-types/${folder}/index.ts`, text: record(source) },
    { path: `tests/intune/policy-types/fixtures/${folder}.ts`, text: fixture(source) },
  ]
}

function schema(source: string): string {
  const name = pascal(singular(source))
  return `import * as z from 'zod'
import { GraphIdText, GraphName } from '../../reading/listed'

/** The properties of an entry of ${source} that are used here by name; all others are its settings. */
export const ${name} = z.looseObject({ id: GraphIdText, displayName: GraphName })
export type ${name} = z.infer<typeof ${name}>
`
}

function record(source: string): string {
  const name = pascal(singular(source))
  return `import type { Graph } from '../../../graph/types'
import { TYPED_METADATA, type TypedShape } from '../../flatten/typed-shape'
import { flattenTyped } from '../../flatten/typed'
import { collectDefinitionIds } from '../../definitions/collect-definition-ids'
import { nameOrId, parseListed } from '../../reading/listed'
import { readAssignments } from '../../reading/child-lists'
import type { PolicyWithAssignments } from '../../stored/full-policy'
import { definePolicyType } from '../policy-type'
import { SECRET_PROPERTIES } from '../../reading/secret-properties'
import { ${name} } from './schema'

const source = '${source}'
const version = 'beta'
const path = 'deviceManagement/${source}'
const permission = 'Unknown.Read.All'

const shape: TypedShape = { metadata: TYPED_METADATA, secret: SECRET_PROPERTIES }

/** TODO: describe these policies. */
export const ${source} = definePolicyType({
  source,
  version,
  path,
  permission,
  licence: 'INTUNE_A',
  listQuery: { $expand: 'assignments' },
  catalog: 'settingDefinitions',
  volatile: new Set(['createdDateTime', 'lastModifiedDateTime', 'version']),
  documented: { flattened: '', secret: '' },
  parse: (entry) => parseListed(${name}, source, entry),
  policyType: () => '${singular(source)}',
  policyName: ({ id, displayName }) => nameOrId(String(id), displayName),
  readFull,
  definitionIds: (full, known) =>
    collectDefinitionIds((findDefinition) => flattenTyped(full, shape, findDefinition, () => ''), known),
  flatten: (full, findDefinition, fingerprint) => flattenTyped(full, shape, findDefinition, fingerprint),
})

/** To be checked here: whether the list holds all there is of a policy. */
async function readFull(listed: ${name}, graph: Graph): Promise<PolicyWithAssignments> {
  return readAssignments(listed, { version, path: \`\${path}/\${encodeURIComponent(listed.id)}\`, permission }, graph)
}
`
}

function fixture(source: string): string {
  return `import { noDefinitions } from '../../flatten/helpers'
import type { Fixture } from '../contract'

/** TODO: an entry as Graph returns it, without private data, and the expected rows. */
export const ${source}: Fixture = {
  entry: { id: '00000000-0000-4000-8000-000000000000', assignments: [] },
  lists: {},
  findDefinition: noDefinitions,
  policyType: '${singular(source)}',
  policyName: '',
  settingNames: [],
  secrets: [],
  rows: [],
}
`
}

/** Adds a record to the text of a registry: its import in order, its name at the end. Throws when it finds no list. */
export function withRecord(text: string, source: string): string {
  const imported = `import { ${source} } from './${kebab(source)}'`
  const lines = text.split('\n')
  const values = lines.filter((line) => line.startsWith('import {'))
  const sorted = [...values, imported].toSorted((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1))
  const first = lines.indexOf(values[0] ?? '')
  const rest = lines.filter((line) => !values.includes(line))
  const end = rest.findLastIndex((line) => line === ']' || line === '}')
  if (values.length === 0 || end < 0) throw new Error('The list of records has another form than expected.')
  return [...rest.slice(0, first), ...sorted, ...rest.slice(first, end), `  ${source},`, ...rest.slice(end)].join('\n')
}

function pathIn(line: string): string {
  return /'(.*)'/.exec(line)?.[1] ?? ''
}
