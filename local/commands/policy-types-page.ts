import type { PolicyType } from '../../src/intune/policy-types/policy-type'

/** Writes the page of all policy types as Markdown. */
export function policyTypesPage(types: readonly PolicyType[]): string {
  return `# Policy types

<!-- Generated from src/intune/policy-types/registry.ts by "npm run docs:pages"; a test compares. -->

The collections of Microsoft Graph that a sync copies, in the order in which it starts them. How to add one:
[extending.md](extending.md).

| source | read from | application permission | service plan | settings are named by |
|---|---|---|---|---|
${types.map(readRow).join('\n')}

| source | what becomes rows | what is masked |
|---|---|---|
${types.map(rowsRow).join('\n')}

A policy counts as unchanged when only these properties change:

| source | properties that its content hash leaves out |
|---|---|
${types.map(volatileRow).join('\n')}
`
}

function readRow({ source, version, path, listQuery, permission, licence, catalog }: PolicyType): string {
  const query = Object.entries(listQuery).map(([option, value]) => `${option}=${value}`)
  const url = [`${version}/${path}`, query.join('&')].filter((part) => part !== '').join('?')
  return cells([
    code(source),
    code(url),
    code(permission),
    code(licence),
    catalog ? code(catalog) : 'texts that come with it',
  ])
}

function rowsRow({ source, documented }: PolicyType): string {
  return cells([code(source), documented.flattened, documented.secret])
}

function volatileRow({ source, volatile }: PolicyType): string {
  return cells([code(source), [...volatile].toSorted().map(code).join(', ')])
}

function code(text: string): string {
  return `\`${text}\``
}

function cells(texts: string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
}
