/** Where Graph keeps the names of settings. `settingDefinitions` names intents' settings and typed properties. */
export type Catalog = 'configurationSettings' | 'complianceSettings' | 'settingDefinitions'

/** A setting definition as it is kept: only what naming needs. */
export interface StoredDefinition {
  id: string
  name: string | null
  displayName: string | null
  category: string | null
  secret: boolean
  /** A group collection that may hold more than one element. */
  many: boolean
  /** Lower-cased option itemId, or value → label. */
  options?: Record<string, string>
  /** Of `settingDefinitions` alone: the id of the complex type of its value or elements, which their properties' ids begin with. */
  below?: string
}
