import type { SourceFile } from './files'

/** How the app's code may call the table `policy_settings`. A guess: code is read, not run. */
export interface TableNames {
  /** Constants of the table, for drizzle: `policySettings`. */
  constants: Set<string>
  /** Models, for Prisma, as its client calls them: `policySetting`. */
  models: Set<string>
}

export const usualNames = (): TableNames => ({
  constants: new Set(['policySettings']),
  models: new Set(['policySettings', 'policySetting', 'policy_settings']),
})

// the bounds keep each search short in whatever file it runs
const drizzleTable = /\b([A-Za-z_$][\w$]{0,99})\s{0,9}=\s{0,9}[\w.]{0,99}[tT]able\(\s{0,99}['"`]policy_settings['"`]/g
const prismaModel = /\bmodel\s{1,9}(\w{1,99})\s{0,9}\{[^}]{0,3000}@@map\(\s{0,9}(?:name:\s{0,9})?"policy_settings"/g
const imported = /\bpolicySettings\s{1,9}as\s{1,9}([A-Za-z_$][\w$]{0,99})/g

/** Adds the names that a file gives to the table. */
export function addTableNames(names: TableNames, { text }: SourceFile): void {
  for (const pattern of [drizzleTable, imported])
    for (const [, name] of text.matchAll(pattern)) names.constants.add(name!)
  for (const [, name] of text.matchAll(prismaModel)) names.models.add(name!.charAt(0).toLowerCase() + name!.slice(1))
}
