import { configurationTable } from '../data/device-configuration-properties'
import type { Property } from '../data/property-table'
import type { Json, JsonObject } from '../json'
import type { Random } from '../seed'

const texts = [
  'contoso',
  'https://intranet.contoso.com/start',
  'Zürich – Straße',
  '<LayoutModificationTemplate Version="1"/>',
  '%ProgramFiles%\\Contoso\\agent.exe',
  '10.0.0.0/8',
] as const

/** Creates a value for every property of a table; Graph also returns properties that are not set. */
export function typedValues(table: string, dice: Random): JsonObject {
  const values: JsonObject = {}
  for (const [name, property] of configurationTable(table)) values[name] = typedValue(property, dice)
  return values
}

export function typedValue(property: Property, dice: Random): Json {
  const { kind, choices, of } = property
  switch (kind) {
    case 'b':
      return dice.chance(0.4)
    case 'n':
      return dice.chance(0.5) ? null : dice.int(60)
    case 's':
      return dice.chance(0.6) ? null : text(dice)
    case 'd':
      return dice.chance(0.6) ? null : `0${dice.int(10)}:30:00.0000000`
    case 'e':
      return dice.chance(0.5) ? choices[0]! : dice.pick(choices)
    case 'l':
      return dice.chance(0.5)
        ? []
        : Array.from({ length: 1 + dice.int(3) }, () => (of === undefined ? text(dice) : typedObject(of, dice)))
    case 'o':
    case 'a':
      return of === undefined || dice.chance(0.5) ? null : typedObject(of, dice)
  }
}

function typedObject(table: string, dice: Random): JsonObject {
  return { '@odata.type': `#microsoft.graph.${table}`, ...typedValues(table, dice) }
}

function text(dice: Random): string {
  return `${dice.pick(texts)} ${dice.int(1000)}`
}
