import { codeByNumber } from '../../src/graph/auth/errors'
import { nameLists } from '../../src/intune/assignments/names'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { errorCodes } from '../../src/shared/error-codes'
import { type OnboardingCode, remedies } from './onboarding-remedies'
import { withSection } from './section'

/** `docs/onboarding.md` with its permissions made from the registry, and its failures from the error codes. */
export function withOnboarding(page: string): string {
  const marks = (what: string) =>
    [
      `<!-- ${what}: made from the sources by "npm run docs:pages"; a test compares -->`,
      `<!-- end of ${what} -->`,
    ] as const
  return withSection(withSection(page, ...marks('permissions'), permissions()), ...marks('failures'), failures())
}

/** What `tenant.verify` asks for besides, and why; a test compares it with what it asks. */
const organization = { permission: 'Organization.Read.All', what: "the tenant's name and licences, for `verify`" }

function permissions(): string {
  const asked = [
    ...policyTypes.map(({ permission, source }) => ({ permission, what: `\`${source}\`` })),
    ...Object.entries(nameLists).map(([what, { permission }]) => ({
      permission: permission!,
      what: `names of ${what}`,
    })),
    organization,
  ]
  const names = [...new Set(asked.map(({ permission }) => permission))].toSorted()
  const whatOf = (name: string) =>
    asked.flatMap(({ permission, what }) => (permission === name ? [what] : [])).join(', ')
  return table(
    ['application permission of Microsoft Graph', 'reads'],
    names.map((name) => [`\`${name}\``, whatOf(name)]),
  )
}

function failures(): string {
  const rows = (Object.keys(remedies) as OnboardingCode[]).map((code) => [
    `\`${code}\``,
    [errorCodes[code].message, ...numbersOf(code)].join(' '),
    remedies[code].who,
    remedies[code].does,
  ])
  return table(['code', 'means', 'who', 'does'], rows)
}

/** What Entra calls it. */
function numbersOf(code: OnboardingCode): string[] {
  const numbers = [...codeByNumber].flatMap(([number, known]) => (known === code ? [`AADSTS${number}`] : []))
  return numbers.length > 0 ? [`(${numbers.join(', ')})`] : []
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return `${[line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n')}\n`
}
