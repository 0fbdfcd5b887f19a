import type { DefinitionCatalog } from './definition-catalog'
import type { Paging } from './page'

/** The data for answers besides the tenant. */
export interface GraphData {
  paging: Paging
  definitions(tenantId: string): DefinitionCatalog
}
