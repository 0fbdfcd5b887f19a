import { AppError } from '../errors'
import type { Graph, GraphRequest } from '../graph/types'
import { isObject } from '../settings/text'

/** Where a policy's settings are listed, and how many the policy says it has. */
interface Wanted {
  version: GraphRequest['version']
  /** Of the policy itself. */
  path: string
  settingCount: number | null | undefined
}

/**
 * All settings of one settings-catalog policy. Graph gives 25 a page whatever is asked for, so every page is read and the
 * policy's own count is compared. A count of 0 is no reason not to ask: counts have been seen to lag behind, and the
 * request that it would save is the one that proves the policy empty.
 */
export async function readSettings({ version, path, settingCount }: Wanted, graph: Graph): Promise<unknown[]> {
  let settings = new Map<string, unknown>()
  for await (const page of graph.pages({ version, path: `${path}/settings`, query: { $top: '1000' } })) {
    if (page.restarted) settings = new Map()
    for (const setting of page.value) settings.set(keyOf(setting) ?? `unnumbered ${settings.size}`, setting)
  }
  const expected = settingCount ?? 0
  if (settings.size < expected) {
    const message = `Read ${settings.size} settings of a policy that says it has ${expected}.`
    throw new AppError('sync.incomplete', { message })
  }
  return [...settings.values()]
}

/**
 * A setting that comes twice, because the list moved under its pages, is one. Numbers are given anew when a policy is
 * edited, so only number and definition together tell that it is the same.
 */
function keyOf(setting: unknown): string | undefined {
  if (!isObject(setting) || typeof setting['id'] !== 'string') return undefined
  const instance = setting['settingInstance']
  return JSON.stringify([setting['id'], isObject(instance) ? instance['settingDefinitionId'] : null])
}
