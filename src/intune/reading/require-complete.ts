import { AppError } from '../../shared/errors'

/**
 * All settings of a settings-catalog policy, once their number is what the policy itself says. Graph gives 25 a page
 * whatever is asked for. A count of 0 is no reason not to ask: counts have been seen to lag behind, and the request that
 * it would save is the one that proves the policy empty. Throws `sync.incomplete`.
 */
export function requireComplete(settings: unknown[], settingCount: number | null | undefined): unknown[] {
  const expected = settingCount ?? 0
  if (settings.length >= expected) return settings
  const message = `Read ${settings.length} settings of a policy that says it has ${expected}.`
  throw new AppError('sync.incomplete', { message })
}
