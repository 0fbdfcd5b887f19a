import type { Expected, Label } from './model'
import { literally, loosely } from './text'

/** A longer name ends in a hash of the full name. */
const longest = 900

/**
 * Whether a row's name is its labels, followed by suffixes if other rows have the same labels. Only the beginning of a
 * name that is too long is compared.
 */
export function nameIsRight(name: string, one: Expected, unique: boolean): boolean {
  const known = (unique ? alone : apart).get(one) ?? namePattern(one, unique)
  ;(unique ? alone : apart).set(one, known)
  return known(name)
}

/** Caches the patterns: making one is slow, and the same rows are checked several times. */
const alone = new WeakMap<Expected, (name: string) => boolean>()
const apart = new WeakMap<Expected, (name: string) => boolean>()

function namePattern({ labels, suffixes, path }: Expected, unique: boolean): (name: string) => boolean {
  const written = labels.map(({ text, number }) => text + (number === undefined ? '' : ` [${number}]`)).join(' > ')
  if (Buffer.byteLength(written) > longest) return (name) => beginsRight(name, written)
  const more = [...suffixes.slice(0, 2).map(inBrackets), ...suffixes.slice(2).map(asItIs), asItIs(`[${path}]`)]
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
