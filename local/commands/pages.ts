import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { errorCodesPage } from './error-codes-page'
import { policyTypesPage } from './policy-types-page'

/** The generated pages, by their path in the repository. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/policy-types.md': () => policyTypesPage(policyTypes),
  'docs/error-codes.md': errorCodesPage,
}

/** `npm run docs:pages` */
export function pagesCommand(): Command {
  return new Command('docs:pages').description('Writes the pages generated from the registries.').action(() => {
    for (const [file, page] of Object.entries(pages)) {
      writeFileSync(join(process.cwd(), file), page())
      console.log(`${file} was written.`)
    }
  })
}
