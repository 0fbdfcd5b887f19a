import type { Policy } from '../../data/policy'
import { type GraphAnswer, type GraphCall, GraphError, badRequest } from '../../graph/answer'
import { objects } from '../../json'
import { hash32 } from '../../seed'
import { isMasked } from './oma-leaves'

/** The plain text of a masked OMA setting. Throws Graph's 404 for a reference that the policy does not have. */
export function omaPlainText(call: GraphCall, policy: Policy, given: Readonly<Record<string, string>>): GraphAnswer {
  const reference = given['secretReferenceValueId']
  const known = objects(policy.item()['omaSettings']).some(
    (setting) => isMasked(setting) && setting['secretReferenceValueId'] === reference,
  )
  if (reference === undefined) throw badRequest('The parameter secretReferenceValueId is missing.')
  if (!known) throw new GraphError(404, 'ResourceNotFound', `Resource not found: no secret '${reference}'.`)
  const context = `https://graph.microsoft.com/${call.version}/$metadata#Edm.String`
  return { status: 200, body: { '@odata.context': context, value: plainTextOf(reference) } }
}

/** Returns the plain text of a secret, the same for the same reference. */
function plainTextOf(reference: string): string {
  return `plain-${hash32('oma', reference).toString(16)}`
}
