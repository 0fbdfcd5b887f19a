/** A second reading of policies as Graph serves them, written on its own to check the manifest against. */
export interface Walked {
  path: string
  value?: unknown
  secret?: true
}

type Loose = Record<string, unknown>

const encode = (text: string) => text.replace(/[%/]/g, encodeURIComponent)

export function walkSettings(settings: Loose[]): Walked[] {
  return settings.flatMap((setting) => walk(setting['settingInstance'] as Loose, []))
}

function walk(node: Loose, above: string[]): Walked[] {
  const here = [...above, encode(node['settingDefinitionId'] as string)]
  const path = here.join('/')
  const below = (holder: Loose, ...more: string[]) =>
    (holder['children'] as Loose[]).flatMap((child) => walk(child, [...here, ...more]))
  const key = Object.keys(node).find((name) => /Setting(Collection)?Value$/.test(name))!
  if (!key.includes('Collection')) {
    const holder = node[key] as Loose
    if (key.startsWith('simple')) return [simple(path, holder)]
    const inner = below(holder)
    if (key.startsWith('choice')) return [{ path, value: holder['value'] }, ...inner]
    return inner.length > 0 ? inner : [{ path, value: [] }]
  }
  const list = node[key] as Loose[]
  const plain = { path, value: list.map((element) => element['value']) }
  if (key.startsWith('simple')) return [plain]
  const inner = list.map((element, i) => below(element, String(i)))
  if (key.startsWith('choice')) return [plain, ...inner.flat()]
  if (list.length === 0) return [{ path, value: [] }]
  return inner.flatMap((rows, i) => (rows.length > 0 ? rows : [{ path: `${path}/${i}`, value: [] }]))
}

function simple(path: string, { value, valueState, note }: Loose): Walked {
  if (valueState === 'encryptedValueToken') return { path, secret: true }
  return note ? { path, value: { value, note } } : { path, value }
}

const metadata =
  /^(id|displayName|description|createdDateTime|lastModifiedDateTime|roleScopeTagIds|version|assignments)$|@odata/

export function walkTyped({ scheduledActionsForRule: rules, ...policy }: Loose): Walked[] {
  const rows: Walked[] = []
  const visit = (value: unknown, path: string): void => {
    if (value === null) return
    const nested = Array.isArray(value) ? typeof value[0] === 'object' : typeof value === 'object'
    if (!nested) rows.push({ path, value })
    else
      for (const [name, inner] of Object.entries(value as Loose))
        if (!/@odata/.test(name)) visit(inner, `${path}/${name}`)
  }
  for (const [name, value] of Object.entries(policy)) if (!metadata.test(name)) visit(value, name)
  const numbers = new Map<string, number>()
  for (const rule of rules as Loose[])
    for (const { id: _, actionType, ...action } of rule['scheduledActionConfigurations'] as Loose[]) {
      const kind = String(actionType)
      const n = numbers.get(kind) ?? 0
      numbers.set(kind, n + 1)
      for (const [name, value] of Object.entries(action)) visit(value, `scheduledActionsForRule/${kind}/${n}/${name}`)
    }
  return rows
}
