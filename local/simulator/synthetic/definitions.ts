import { catalogOf, type DefinitionCatalog } from '../graph/definition-catalog'
import { definitionsOf, oddSpecs, specs } from './catalog'
import { complianceSpecs } from './linux-catalog'
import { typedDefinitions } from './setting-definitions'

/** Creates the catalogs of all definitions that synthetic tenants use. */
export function syntheticCatalog(): DefinitionCatalog {
  return catalogOf({
    configurationSettings: definitionsOf([...specs, ...oddSpecs]),
    complianceSettings: definitionsOf(complianceSpecs),
    settingDefinitions: typedDefinitions(),
  })
}
