import type { Child, Collection } from '../collections/record'
import type { JsonObject } from '../json'
import { type Policy, takeEntries } from './policy'
import { typeOf } from './typed'

/** The navigation properties that an object of this type has and that are stored with it. */
export function storedChildren(children: Readonly<Record<string, Child>>, object: JsonObject): [string, Child][] {
  const type = typeOf(object)
  return Object.entries(children).filter(([, { casts, entries }]) => !entries && (!casts || casts.includes(type)))
}

/** Returns a policy with all that is stored below it. */
export function wholePolicy({ children }: Pick<Collection, 'children'>, policy: Policy): JsonObject {
  const item = policy.item()
  const below = storedChildren(children, item).map(([name, { single }]) => {
    const entries = takeEntries(policy.list(name))
    return [name, single ? (entries[0] ?? null) : entries] as const
  })
  return { ...item, ...Object.fromEntries(below) }
}
