import { addDefinition, type Definitions, emptyDefinitions } from '../../graph/definition-catalog'
import type { JsonObject } from '../../json'

/** How the settings of a definition of the catalog look. */
export type Kind = 'choice' | 'choices' | 'string' | 'strings' | 'integer' | 'groups'

const type = (name: string) => `#microsoft.graph.deviceManagementConfiguration${name}Definition`

const types: Readonly<Record<Kind, string>> = {
  choice: type('ChoiceSetting'),
  choices: type('ChoiceSettingCollection'),
  string: type('SimpleSetting'),
  strings: type('SimpleSettingCollection'),
  integer: type('SimpleSetting'),
  groups: type('SettingGroupCollection'),
}

/**
 * Reads definitions of the settings catalog: a line `# category id | category`, then one line for each of its definitions:
 * `id | kind | name | display name | option=label; …`. An option is the end of its item id; `groups 100` has a largest number.
 */
export function catalogDefinitions(...tables: readonly string[]): Definitions {
  const definitions = emptyDefinitions()
  let category: Category = { id: '', path: '' }
  for (const [first = '', kind = '', ...rest] of tables.flatMap(linesOf)) {
    if (first.startsWith('# ')) category = { id: first.slice(2), path: kind }
    else addDefinition(definitions, definition(first, kind, rest, category))
  }
  return definitions
}

/** The cells of each line that is not empty. */
export function linesOf(table: string): string[][] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(' | ').map((cell) => cell.trim()))
}

/** Parses `value=label; …`. */
export function labelsOf(text: string): [value: string, label: string][] {
  return text.split(/; (?=\w+=)/).flatMap((one) => {
    const [value = '', ...label] = one.split('=')
    return value === '' ? [] : [[value, label.join('=')] as [string, string]]
  })
}

interface Category {
  id: string
  path: string
}

function definition(
  id: string,
  kindText: string,
  [name = '', displayName = '', options = '']: string[],
  category: Category,
): JsonObject {
  const [kind = '', many] = kindText.split(' ')
  const choices = labelsOf(options).map(([value, label]) => ({
    itemId: `${id}_${value}`,
    name: label,
    displayName: label,
    description: null,
  }))
  return {
    '@odata.type': types[kind as Kind],
    id,
    name,
    displayName,
    description: null,
    // Graph has the path of a category here only; its first letter says that it is one
    keywords: [displayName, category.path, category.path.split('\\').at(-1)!],
    categoryId: category.id,
    rootDefinitionId: id,
    ...(choices.length > 0 && { options: choices, defaultOptionId: choices[0]!.itemId }),
    ...(many !== undefined && { minimumCount: 0, maximumCount: Number(many) }),
  }
}
