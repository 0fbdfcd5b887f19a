import { catalogOf, type DefinitionCatalog } from '../../graph/definition-catalog'
import { appleTable } from './apple'
import { appsTable } from './apps'
import { linuxComplianceTable, linuxTable } from './linux'
import { securityTable } from './security'
import { catalogDefinitions, type Kind, linesOf } from './table'
import { typedDefinitions } from './typed'
import { typedTable } from './typed-table'
import { windowsTable } from './windows'

const tables = [securityTable, windowsTable, appsTable, appleTable, linuxTable]

const kinds: ReadonlyMap<string, string> = new Map(
  [...tables, linuxComplianceTable].flatMap(linesOf).map(([id = '', kind = '']) => [id, kind.split(' ')[0]!]),
)

/** How a setting of this definition looks. Throws for an id that is not among the definitions of the demo tenant. */
export function kindOf(id: string): Kind {
  const kind = kinds.get(id)
  if (kind === undefined) throw new Error(`the demo tenant has no definition ${id}`)
  return kind as Kind
}

/** Creates the catalogs of the definitions that the demo tenant uses. */
export function demoCatalog(): DefinitionCatalog {
  return catalogOf({
    configurationSettings: catalogDefinitions(...tables),
    complianceSettings: catalogDefinitions(linuxComplianceTable),
    settingDefinitions: typedDefinitions(typedTable),
  })
}
