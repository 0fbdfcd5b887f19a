import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toFailure } from './protocol'

/**
 * Loads every file that matches `main` of package.json (a path or a glob), as the real worker's `src/startApp.ts` does.
 * Throws when no file matches or one cannot be loaded; the error names it.
 */
export async function loadEntryPoint(root: string): Promise<void> {
  const { main, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    main?: string
    type?: string
  }
  if (!main) throw new Error(`package.json has no "main": it must name the files that register the functions`)
  const files = matchingFiles(root, main)
  if (files.length === 0) throw new Error(`no file matches "main" of package.json (${main}): build the app first`)
  for (const file of files) {
    const path = join(root, file)
    try {
      if (file.endsWith('.mjs') || (file.endsWith('.js') && type === 'module')) await import(pathToFileURL(path).href)
      else require(path)
    } catch (error) {
      throw new Error(`${file} could not be loaded: ${toFailure(error).message}`, { cause: error })
    }
  }
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
