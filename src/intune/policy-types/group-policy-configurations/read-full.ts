import type { Graph, GraphRequest } from '../../../graph/types'
import { AppError } from '../../../shared/errors'
import { isObject } from '../../../shared/text'
import { GraphIdText } from '../../reading/listed'
import { type ChildList, readAssignments, readChildLists, requireList } from '../../reading/child-lists'
import type { PolicyWithAssignments } from '../../stored/full-policy'
import { type GroupPolicy, path, permission, version } from './schema'

type Entry = Record<string, unknown>

/**
 * Reads the definitions that a policy sets, then the fields of all of them in `$batch`es. Throws the error of a list that
 * cannot be read, and `sync.incomplete` for an entry that does not say what it belongs to.
 */
export async function readFull(listed: GroupPolicy, graph: Graph): Promise<PolicyWithAssignments> {
  const own = { version, path: `${path}/${encodeURIComponent(listed.id)}`, permission } as const
  const [definitions] = await readChildLists(graph, [below(own, 'definitionValues', 'definition')], wholeEntry)
  const values = entriesWith('definition', definitions)
  const fields = await readChildLists(
    graph,
    values.map(({ id }) => below(own, `definitionValues/${encodeURIComponent(String(id))}/presentationValues`, 'presentation')), // prettier-ignore
    wholeEntry,
  )
  const definitionValues = values.map((value, i) => ({
    ...value,
    presentationValues: entriesWith('presentation', fields[i]),
  }))
  return readAssignments({ ...listed, definitionValues }, own, graph)
}

function below(own: GraphRequest, list: string, expanded: string): GraphRequest {
  return { ...own, path: `${own.path}/${list}`, query: { $expand: expanded } }
}

/**
 * Returns the entries of a list, each with what `$expand` shows. That is missing when Graph fails to expand it; and two
 * entries have the same one when the policy was edited between two pages, because Graph renews their own ids.
 */
function entriesWith(expanded: string, list: ChildList | undefined): Entry[] {
  const entries = requireList(list).filter((entry) => isObject(entry))
  const ids = entries.map((entry) => GraphIdText.safeParse(entry.id).success && idOf(entry[expanded]))
  if (ids.every((id) => id !== undefined && id !== false) && new Set(ids).size === requireList(list).length)
    return entries
  const message = `Not every setting was read with its ${expanded}, or one was read twice.`
  throw new AppError('sync.incomplete', { message })
}

/** An entry that comes twice is the same in everything: another one with its id is a setting of its own. */
const wholeEntry = (entry: unknown) => JSON.stringify(entry)

function idOf(object: unknown): unknown {
  return isObject(object) ? (object['id'] ?? undefined) : undefined
}
