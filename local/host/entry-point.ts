import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toFailure } from './protocol'

/**
 * Loads every file that package.json's `main` names, a path or a glob, as the real worker's `src/startApp.ts` does. An
 * app without a match, or with a file that cannot be loaded, does not start; the error names the file.
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

/** The files below `root` that match `pattern`, sorted; paths with forward slashes. */
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

/** `*`, `**`, `?` and `{a,b}` of a glob as a regular expression over paths with forward slashes. */
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
