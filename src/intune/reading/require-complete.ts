import { AppError } from '../../shared/errors'

/**
 * Returns the settings of a settings-catalog policy. Throws `sync.incomplete` when there are fewer than `settingCount`; more
 * are accepted, because Graph updates the count late. For the same reason settings are read also when it is 0.
 */
export function requireComplete(settings: unknown[], settingCount: number | null | undefined): unknown[] {
  const expected = settingCount ?? 0
  if (settings.length >= expected) return settings
  const message = `Read ${settings.length} settings of a policy that says it has ${expected}.`
  throw new AppError('sync.incomplete', { message })
}
