/** Graph's collections of setting definitions. `settingDefinitions` is the one of intents and typed properties. */
export type Catalog = 'configurationSettings' | 'complianceSettings' | 'settingDefinitions'

/** A setting definition as it is stored: only what naming needs. */
export interface StoredDefinition {
  id: string
  name: string | null
  displayName: string | null
  category: string | null
  secret: boolean
  /** A group collection that may hold more than one element. */
  many: boolean
  /** Labels by lower-cased option id (settings catalog) or value (`settingDefinitions`). */
  options?: Record<string, string>
  /** Only in `settingDefinitions`: id of the complex type of the value or its elements, a prefix of their properties' ids. */
  below?: string
}
