export type SettingValueType = 'string' | 'number' | 'boolean' | 'choice' | 'array' | 'object' | 'secret' | 'empty'

/** One value an administrator set, as it is stored and searched. */
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
  /** True when the value equals the portal's unconfigured one; null where that is not known. */
  isDefault: boolean | null
}
