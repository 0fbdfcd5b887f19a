import { objects } from '../json'
import { takeEntries } from '../data/policy'
import type { Collection } from '../collections/record'
import { type GraphAnswer, type GraphCall, GraphError } from './answer'
import { contextOf } from './body'

/** Answers `notificationMessageTemplates/{id}`: those that the tenant's compliance policies send. Throws 404 for others. */
export function getNotificationTemplate(call: GraphCall, id: string, collections: readonly Collection[]): GraphAnswer {
  const wanted = id.toLowerCase()
  if (!templatesOf(call, collections).has(wanted))
    throw new GraphError(404, 'ResourceNotFound', `Resource not found: no notification template '${id}'.`)
  const body = {
    '@odata.context': contextOf(call, 'deviceManagement/notificationMessageTemplates/$entity'),
    id: wanted,
    displayName: `Notification ${wanted.slice(0, 8)}`,
    description: null,
    defaultLocale: 'en-us',
    brandingOptions: 'none',
    roleScopeTagIds: ['0'],
    lastModifiedDateTime: '2026-01-05T08:00:00.1234567Z',
  }
  return { status: 200, body }
}

function templatesOf({ tenant }: GraphCall, collections: readonly Collection[]): ReadonlySet<string> {
  const withRules = collections.filter(({ children }) => 'scheduledActionsForRule' in children)
  const rules = withRules
    .flatMap(({ name }) => [...tenant.policies(name)])
    .flatMap((policy) => takeEntries(policy.list('scheduledActionsForRule')))
  const actions = rules.flatMap((rule) => objects(rule['scheduledActionConfigurations']))
  const none = '00000000-0000-0000-0000-000000000000'
  const ids = actions.map((action) => String(action['notificationTemplateId'] ?? '').toLowerCase())
  return new Set(ids.filter((id) => id !== '' && id !== none))
}
