import { InvalidArgumentError } from 'commander'
import * as z from 'zod'

/** Reads a whole number. Throws for the parser. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number')
  return Number(text)
}

/** Reads a whole number of at least 1. Throws for the parser. */
export function atLeastOne(text: string): number {
  const number = wholeNumber(text)
  if (number < 1) throw new InvalidArgumentError('must be at least 1')
  return number
}

/** Makes a reader of some of these words, with commas between them. */
export const someOf = (words: readonly string[]) => (text: string) => {
  if (text.split(',').every((word) => words.includes(word))) return text
  throw new InvalidArgumentError(`There are: ${words.join(', ')}.`)
}

/** Makes a reader of the UUID of something, which becomes a part of paths. */
export const idOf = (something: string) => (text: string) => {
  if (z.uuid().safeParse(text).success) return text
  throw new InvalidArgumentError(`It is no id of a ${something}.`)
}

/** Reads a GUID, as Entra has them. Throws for the parser. */
export function guid(text: string): string {
  if (z.guid().safeParse(text).success) return text.toLowerCase()
  throw new InvalidArgumentError('It is no GUID.')
}

/** Reads the name of an operation, also one that only a newer API knows, but nothing that leaves the path. Throws for the parser. */
export function operationName(text: string): string {
  if (/^\w+(\.[\w-]+)*$/.test(text)) return text
  throw new InvalidArgumentError('It is no name of an operation.')
}
