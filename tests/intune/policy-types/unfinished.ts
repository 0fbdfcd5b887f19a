import type { Collection } from '../../../local/simulator/collections/record'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'

/** Lists what a new policy type or its collection still lacks, in words for its author. */
export function unfinished(type: PolicyType, { sample, name }: Collection): string[] {
  const { permission, licence, documented, source } = type
  const has = (property: string) => sample.policy[property] !== undefined && sample.policy[property] !== ''
  const lacking: [string, boolean][] = [
    [`permission: the least application permission that reads ${source}`, permission.startsWith('Unknown.')],
    ['licence: the service plan that a tenant needs for it', licence === ''],
    ['documented.flattened: what becomes rows', documented.flattened === ''],
    ['documented.secret: what is masked, or why nothing is', documented.secret === ''],
    [`sample.policy: a policy of ${name} as Graph gives it`, !has('displayName') && !has('name')],
    ['sample.policyName: what the policy is called', sample.policyName === ''],
    ['sample.rows: the rows it becomes, path and shown value', sample.rows.length === 0],
    ['sample.settingNames: what its settings are called', sample.settingNames.length === 0],
  ]
  return lacking.filter(([, lacks]) => lacks).map(([what]) => what)
}
