import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { openApiDocument } from '../../src/http/openapi'
import { describedRoutes } from '../../src/http/routes'
import { operationRecords } from '../../src/operations/registry'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { costPage } from '../cost/page'
import { apiPage } from './api-page'
import { clientTypes } from './client-types'
import { errorCodesPage } from './error-codes-page'
import { withOnboarding } from './onboarding-page'
import { operationsPage } from './operations-page'
import { policyTypesPage } from './policy-types-page'
import { withRooms } from './rooms-page'
import { settingsPage } from './settings-page'

const document = () => openApiDocument(describedRoutes(operationRecords.values()))

/** Pages that are made from the sources, whole or in part, by their place below the repository's root. */
export const pages: Readonly<Record<string, (present: string) => string>> = {
  'docs/policy-types.md': () => policyTypesPage(policyTypes),
  'docs/operations.md': () => operationsPage(operationRecords.values()),
  'docs/error-codes.md': errorCodesPage,
  'docs/settings.md': settingsPage,
  'docs/cost.md': costPage,
  'docs/api.html': () => apiPage(document()),
  'examples/next-app/lib/tenantpilot/schema.ts': () => clientTypes(document()),
  'docs/onboarding.md': (present) => withOnboarding(present),
  'docs/architecture.md': (present) => withRooms(present),
}

/** `npm run docs:pages` */
export function pagesCommand(): Command {
  return new Command('docs:pages').description('Writes the pages that are made from the sources.').action(() => {
    for (const [file, page] of Object.entries(pages)) {
      const path = join(process.cwd(), file)
      writeFileSync(path, page(readFileSync(path, 'utf8')))
      console.log(`${file} is written.`)
    }
  })
}
