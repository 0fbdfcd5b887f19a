import type { DefinitionCatalog } from './definition-catalog'
import type { Paging } from './page'

/** What answers are made of besides the tenant itself. */
export interface GraphData {
  paging: Paging
  definitions(tenantId: string): DefinitionCatalog
}
