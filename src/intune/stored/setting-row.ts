export type SettingValueType = 'string' | 'number' | 'boolean' | 'choice' | 'array' | 'object' | 'secret' | 'empty'

/** One value that an administrator set, as it is stored and searched. */
export interface SettingRow {
  /** Identity inside a policy: segments joined by `/`, with `/` and `%` inside a segment percent-encoded. */
  path: string
  /** What the portal calls it; unique inside a policy. */
  name: string
  /** What the portal shows. */
  value: string
  valueType: SettingValueType
  /** The value as Graph sent it, as JSON text; for a secret `{"secret":true,"fingerprint":…}`. */
  raw: string
  definitionId: string | null
  category: string | null
  /** Whether the portal shows this value while nothing is configured; null when that is not known. */
  isDefault: boolean | null
}
