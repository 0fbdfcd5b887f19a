/** A value of a policy, read from Graph by a second implementation that checks the manifest. */
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
  /^(id|displayName|description|createdDateTime|lastModifiedDateTime|roleScopeTagIds|version|assignments|supportsScopeTags)$|@odata/

function visit(value: unknown, path: string): Walked[] {
  if (value === null) return []
  const nested = Array.isArray(value) ? typeof value[0] === 'object' : typeof value === 'object'
  if (!nested) return [{ path, value }]
  const rows = Object.entries(value as Loose)
    .filter(([name]) => name !== 'id' && !/@odata/.test(name))
    .flatMap(([name, inner]) => visit(inner, `${path}/${name}`))
  return rows.length > 0 ? rows : [{ path, value }] // the object exists, although nothing in it is set
}

const isEmptyNavigation = (name: string, value: unknown) =>
  name === 'privacyAccessControls' && (value as unknown[]).length === 0

export function walkTyped(policy: Loose): Walked[] {
  const { omaSettings, scheduledActionsForRule: rules = [], ...rest } = policy
  const properties = Object.entries(rest).filter(
    ([name, value]) => !metadata.test(name) && !isEmptyNavigation(name, value),
  )
  return [
    ...properties.flatMap(([name, value]) =>
      name === 'preSharedKey' && value !== null ? [{ path: name, secret: true as const }] : visit(value, name),
    ),
    ...walkOma((omaSettings ?? []) as Loose[]),
    ...walkActions(rules as Loose[]),
  ]
}

export function walkIntent(settings: Loose[]): Walked[] {
  return settings.flatMap(({ definitionId, valueJson }) =>
    visit(JSON.parse(valueJson as string), encode(definitionId as string)),
  )
}

function walkOma(settings: Loose[]): Walked[] {
  return settings.flatMap((setting) => {
    const sameUri = settings.filter(({ omaUri }) => omaUri === setting['omaUri'])
    const names = sameUri.map(({ displayName }) => displayName as string).toSorted()
    const n = names.indexOf(setting['displayName'] as string)
    const path = `omaSettings/${encode(setting['omaUri'] as string)}${n > 0 ? `//${n + 1}` : ''}`
    const masked = setting['isEncrypted'] === true || setting['value'] === '****'
    const notes = ['displayName', 'description', 'fileName', 'isReadOnly'].filter(
      (name) => (setting[name] ?? '') !== '',
    )
    return [
      masked ? { path, secret: true as const } : { path, value: setting['value'] },
      ...notes.map((name) => ({ path: `${path}/${name}`, value: setting[name] })),
    ]
  })
}

export function walkActions(rules: Loose[]): Walked[] {
  const rows: Walked[] = []
  const numbers = new Map<string, number>()
  for (const rule of rules)
    for (const { id: _, actionType, ...action } of rule['scheduledActionConfigurations'] as Loose[]) {
      const kind = String(actionType)
      const n = numbers.get(kind) ?? 0
      numbers.set(kind, n + 1)
      for (const [name, value] of Object.entries(action))
        rows.push(...visit(value, `scheduledActionsForRule/${kind}/${n}/${name}`))
    }
  return rows
}
