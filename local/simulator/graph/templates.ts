import { categoriesOf } from '../collections/intents/categories'
import { templateNames } from '../collections/intents/random'
import { type GraphAnswer, type GraphCall, GraphError } from './answer'
import { listFixed } from './fixed-list'
import type { Paging } from './page'

const size = { normal: 100, max: 1000 }

/** Answers `deviceManagement/templates`: those that the tenant's intents were made of. */
export function listTemplates(call: GraphCall, paging: Paging): GraphAnswer {
  const all = templateIds(call).map((id) => ({
    id,
    displayName: templateNames.get(id) ?? 'Endpoint security',
    description: '',
    versionInfo: '1',
    isDeprecated: false,
    intentCount: 1,
    templateType: 'securityTemplate',
    platformType: 'windows10AndLater',
    publishedDateTime: '2026-01-05T00:00:00Z',
  }))
  const properties = new Set(Object.keys(all[0] ?? { id: '' }))
  return listFixed(call, 'deviceManagement/templates', { all, properties, size }, paging)
}

/** Answers `templates/{id}/categories`. Throws Graph's 404 for an unknown template. */
export function listCategories(call: GraphCall, id: string, paging: Paging): GraphAnswer {
  const known = templateIds(call).find((one) => one.toLowerCase() === id.toLowerCase())
  if (known === undefined) throw new GraphError(404, 'ResourceNotFound', `Resource not found: no template '${id}'.`)
  const all = categoriesOf(known)
  const properties = new Set(Object.keys(all[0]!))
  return listFixed(call, `deviceManagement/templates('${known}')/categories`, { all, properties, size }, paging)
}

function templateIds({ tenant }: GraphCall): string[] {
  const ids = [...tenant.policies('intents')].map((intent) => String(intent.item()['templateId']))
  return [...new Set(ids)].filter((id) => id !== '')
}
