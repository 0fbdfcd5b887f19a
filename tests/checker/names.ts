import type { Expected, Label } from './model'
import { literally, loosely } from './text'

/** A name that would be longer ends in a hash of the whole. */
const longest = 900

/**
 * A row's name must be its labels, and where they are not its alone, what tells it apart. Of one that is too long to be
 * there in full only the beginning is certain.
 */
export function nameIsRight(name: string, one: Expected, unique: boolean): boolean {
  const known = (unique ? alone : apart).get(one) ?? namePattern(one, unique)
  ;(unique ? alone : apart).set(one, known)
  return known(name)
}

/** Patterns take long to make, and the same rows are judged more than once. */
const alone = new WeakMap<Expected, (name: string) => boolean>()
const apart = new WeakMap<Expected, (name: string) => boolean>()

function namePattern({ labels, tellsApart, path }: Expected, unique: boolean): (name: string) => boolean {
  const written = labels.map(({ text, number }) => text + (number === undefined ? '' : ` [${number}]`)).join(' > ')
  if (Buffer.byteLength(written) > longest) return (name) => beginsRight(name, written)
  const more = [...tellsApart.slice(0, 2).map(inBrackets), ...tellsApart.slice(2).map(asItIs), asItIs(`[${path}]`)]
  const marks = `(?:${more.reduceRight((inner, step) => `(?:${step}${inner})?`, '')}| #[0-9a-f]{32})`
  const whole = new RegExp(`^${labels.map(pattern).join(' > ')}${unique ? '' : marks}$`, 'u')
  return (name) => whole.test(name)
}

function pattern({ text, loose, number }: Label): string {
  return (loose ? loosely(text) : literally(text)) + (number === undefined ? '' : ` \\[${number}\\]`)
}

function inBrackets(step: string | string[] | null): string {
  if (step === null) return ''
  const steps = typeof step === 'string' ? [step] : step
  return ` \\((?:${steps.map(literally).join('|')})\\)`
}

function asItIs(step: string | string[] | null): string {
  return step === null ? '' : ` ${literally(String(step))}`
}

function beginsRight(name: string, written: string): boolean {
  const beginning = Array.from(written).slice(0, 200).join('')
  return name.startsWith(beginning) && name.length <= 1000 && Buffer.byteLength(name) <= 2000
}
