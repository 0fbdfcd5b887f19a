import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toFailure } from './protocol'

/**
 * Loads every file that matches `main` of package.json (a path or a glob), as the real worker's `src/startApp.ts` does.
 * Returns the error, in the worker's words, when no file matches or one cannot be loaded: the worker decides what becomes of it.
 */
export async function loadEntryPoint(root: string): Promise<Error | undefined> {
  const { main, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    main?: string
    type?: string
  }
  if (!main) return new Error(`package.json has no "main": it must name the files that register the functions`)
  const files = matchingFiles(root, main)
  if (files.length === 0) return unable(main, new Error('no file matches "main" of package.json: build the app first'))
  for (const file of files) {
    const path = join(root, file)
    try {
      if (file.endsWith('.mjs') || (file.endsWith('.js') && type === 'module')) await import(pathToFileURL(path).href)
      else require(path)
    } catch (error) {
      return unable(file, error)
    }
  }
  return undefined
}

function unable(file: string, cause: unknown): Error {
  const { message, stack } = toFailure(cause)
  const error = new Error(`Worker was unable to load entry point "${file}": ${message}`, { cause })
  return Object.assign(error, { stack: stack?.replace(message, () => error.message) ?? error.message })
}

/** Returns the sorted files below `root` that match `pattern`; paths have forward slashes. */
function matchingFiles(root: string, pattern: string): string[] {
  const parts = pattern.replace(/^\.\//, '').split('/')
  const firstWild = parts.findIndex((part) => /[*?{]/.test(part))
  const base = (firstWild < 0 ? parts.slice(0, -1) : parts.slice(0, firstWild)).join('/')
  const matches = globToRegExp(parts.join('/'))
  let names: string[]
  try {
    names = readdirSync(join(root, base), { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
  const paths = names.map((name) => [...(base ? [base] : []), ...name.split(sep)].join('/'))
  return paths.filter((path) => matches.test(path)).sort()
}

/** Converts a glob with `*`, `**`, `?` and `{a,b}`; the paths must have forward slashes. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|[.+^$()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.startsWith('{')) return `(?:${token.slice(1, -1).split(',').map(escape).join('|')})`
    return `\\${token}`
  })
  return new RegExp(`^${source}$`)
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
