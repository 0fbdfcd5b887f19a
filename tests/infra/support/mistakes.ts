import { readBicep } from './read-file'
import type { BicepFile, Declared, Expression, Span } from './syntax'

/** One changed place. */
export interface Mistake {
  what: 'none' | 'API version' | 'type' | 'property' | 'value' | 'reference' | 'module'
  place: string
  /** The declaration that holds it. */
  symbol: string
  /** That declaration alone, with the mistake, behind as many blanks as stands in front of it. */
  text: string
}

/** The dictionaries of Azure, whose names anybody may choose. */
const dictionaries = ['tags', 'userAssignedIdentities']
/** Those whose values have a type. */
const dictionariesOfObjects = ['notifications']

/** One mistake each in every property, value, reference, type and version of the resources and modules of a file. */
export function mistakesIn(file: BicepFile): Mistake[] {
  const inside = ({ start, end }: Span) => file.text.slice(start, end)
  const mistake =
    ({ symbol, at }: Declared) =>
    (what: Mistake['what'], place: string, { start, end }: Span, by: string): Mistake => ({
      what,
      place,
      symbol,
      text: ' '.repeat(at.start) + file.text.slice(at.start, start) + by + file.text.slice(end, at.end),
    })
  const inBodies = [...file.resources, ...file.modules].flatMap((one) =>
    [...walk(one.body, one.symbol), ...(one.condition ? walk(one.condition, one.symbol) : [])].map(
      ({ what, place, at }) => mistake(one)(what, place, at, wrong(what, inside(at))),
    ),
  )
  const inTypes = file.resources.flatMap((one) => [
    mistake(one)('API version', one.symbol, one.typeAt, `'${one.type.replace(/@v?\d/, '@9')}'`),
    mistake(one)('type', one.symbol, one.typeAt, `'${one.type.replace('@', 's@')}'`),
  ])
  const inPaths = file.modules.map((one) =>
    mistake(one)('module', one.symbol, one.pathAt, `'${one.path.replace('.bicep', 's.bicep')}'`),
  )
  const values: (Declared & { value: Expression | null })[] = [
    ...file.parameters,
    ...file.variables,
    ...file.outputs,
    ...file.functions.map((one) => ({ ...one, value: one.body })),
  ]
  // of a value that stands alone no type tells what it should be
  const inValues = values.flatMap((one) =>
    (one.value ? walk(one.value, one.symbol) : [])
      .filter(({ what }) => what === 'reference')
      .map(({ what, place, at }) => mistake(one)(what, place, at, wrong(what, inside(at)))),
  )
  return [...inTypes, ...inPaths, ...inBodies, ...inValues]
}

/** Every declaration of a file as it is: what is found in it would be found without a mistake too. */
export function untouchedIn(file: BicepFile): Mistake[] {
  const { parameters, variables, functions, resources, modules, outputs } = file
  return [parameters, variables, functions, resources, modules, outputs].flat().map(({ symbol, at }) => ({
    what: 'none',
    place: symbol,
    symbol,
    text: ' '.repeat(at.start) + file.text.slice(at.start, at.end),
  }))
}

/** What stands above a declaration, which is not read again. */
const decorationOf = ({ description, decorators }: Declared) => ({ description, decorators })

/** The file with the mistake. Throws where the grammar finds it. */
export async function withMistake(file: BicepFile, { symbol, text }: Mistake): Promise<BicepFile> {
  // the declaration alone is read again, which takes a fraction of the time
  const read = await readBicep(file.path, text)
  const exchanged = <One extends Declared>(all: One[], [one]: One[]) =>
    one ? all.map((other) => (other.symbol === symbol ? { ...one, ...decorationOf(other) } : other)) : all
  return {
    ...file,
    parameters: exchanged(file.parameters, read.parameters),
    variables: exchanged(file.variables, read.variables),
    functions: exchanged(file.functions, read.functions),
    resources: exchanged(file.resources, read.resources),
    modules: exchanged(file.modules, read.modules),
    outputs: exchanged(file.outputs, read.outputs),
  }
}

interface Part {
  what: 'property' | 'value' | 'reference'
  place: string
  at: Span
}

/** A name with a letter more; in the place of a value one of another kind. */
function wrong(what: Part['what'], text: string): string {
  if (what !== 'value') return text.endsWith("'") ? `${text.slice(0, -1)}x'` : `${text}x`
  return text.startsWith("'") ? '4711' : "'mistake'"
}

/** Whether anybody may choose the name of this part of `name`, whose place is `at`. */
function isFree({ what, place }: Part, name: string, at: string): boolean {
  return (
    dictionariesOfObjects.includes(name) && what === 'property' && place.split('.').length === at.split('.').length + 1
  )
}

function walk(expression: Expression, place: string): Part[] {
  const deeper = (...inner: Expression[]) => inner.flatMap((each) => walk(each, place))
  const reference = (at: Span): Part => ({ what: 'reference', place, at })
  switch (expression.kind) {
    case 'literal':
      return expression.value === null ? [] : [{ what: 'value', place, at: expression.at }]
    case 'template':
      return deeper(...expression.parts.filter((part) => typeof part !== 'string'))
    case 'name':
      return [reference(expression.at)]
    case 'array':
      return deeper(...expression.items)
    case 'object':
      return expression.properties.flatMap(({ name, nameAt, value }) => {
        const at = `${place}.${name}`
        return [
          { what: 'property' as const, place: at, at: nameAt },
          ...(dictionaries.includes(name) ? [] : walk(value, at).filter((part) => !isFree(part, name, at))),
        ]
      })
    case 'member':
      return [reference(expression.propertyAt), ...deeper(expression.object)]
    case 'index':
      return deeper(expression.object)
    case 'call':
      // what a function takes is told by its result alone
      return [reference(expression.nameAt), ...deeper(...expression.args.filter(({ kind }) => kind !== 'literal'))]
    case 'choice':
      return deeper(expression.condition, expression.whenTrue, expression.whenFalse)
    case 'binary':
      return deeper(...[expression.left, expression.right].filter(({ kind }) => kind !== 'literal'))
    case 'unary':
      return deeper(expression.argument)
    case 'for':
      return deeper(expression.loop.list, expression.body)
  }
}
