import type { JsonObject } from '../../json'
import { uuid } from '../../seed'
import { definition, type Kind, presentation, type ValueKind } from './objects'

/** A field of a definition, and the kind of value that it is filled with. */
export interface Field {
  presentation: JsonObject
  kind: ValueKind
}

/** A definition and its fields, the same in all tenants. */
export interface Template {
  definition: JsonObject
  fields: Field[]
}

type FieldSketch = readonly [kind: ValueKind, shownAs: Kind, label: string | null]

/** What each area has; together every kind of field. */
const sketches: readonly (readonly [name: string, fields: readonly FieldSketch[]])[] = [
  ['Turn off', []],
  ['Limit', [['Decimal', 'DecimalTextBox', 'Limit:'], ['LongDecimal', 'DecimalTextBox', 'Largest size in bytes:']]],
  ['Set the source of', [['Text', 'ComboBox', 'Source:'], ['Text', 'TextBox', null], ['Text', 'TextBox', 'Backup source']]],
  ['Start', [['Text', 'DropdownList', 'When to start:'], ['Boolean', 'CheckBox', 'Also on battery']]],
  ['Allow exceptions to', [['List', 'ListBox', 'Exceptions'], ['MultiText', 'MultiTextBox', 'Paths:']]],
] // prettier-ignore

const areas: readonly (readonly [path: string, name: string])[] = [
  ['\\Windows Components\\Windows Update', 'automatic updates'],
  ['\\Windows Components\\AutoPlay Policies', 'AutoPlay'],
  ['\\Windows Components\\Internet Explorer', 'the zone list'],
  ['\\System\\Device Installation', 'device installation'],
  ['\\System\\Power Management', 'sleep'],
  ['\\Network\\Offline Files', 'offline files'],
  ['\\Printers', 'point and print'],
  ['\\Microsoft Office 2016\\Security Settings', 'macros'],
]

const whenToStart = { 0: 'At once', 1: 'At logon', 2: 'After a restart' }

/** All definitions; those with one name are for computers and for users. */
export const templates: readonly Template[] = areas.flatMap(([path, area]) =>
  (['machine', 'user'] as const).flatMap((side) =>
    sketches.map(([verb, fields]) => {
      const key = `${side} ${verb} ${area}`
      return {
        definition: definition(uuid('group policy definition', key), side, path, `${verb} ${area}`),
        fields: fields.map(([kind, shownAs, label], n) => {
          const items = shownAs === 'DropdownList' ? whenToStart : undefined
          return { kind, presentation: presentation(uuid('group policy field', key, n), shownAs, label, items) }
        }),
      }
    }),
  ),
)
