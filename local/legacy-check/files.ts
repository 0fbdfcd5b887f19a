import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the app, read as text. */
export interface SourceFile {
  /** Below the folder that is checked, with `/`. */
  path: string
  text: string
}

/** What was not read, by path. Nothing in it is known. */
export interface NotRead {
  tooLarge: string[]
  links: string[]
}

const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', '.next', 'dist'])

/** Bytes. What a person writes is smaller. */
const largest = 1024 * 1024

/**
 * Reads the text files below a folder, in the order of their names. Follows no link, so that nothing outside of the folder
 * is read; files and links that were left out are added to `notRead`. Throws when something cannot be read.
 */
export async function* readSourceFiles(root: string, notRead: NotRead, below = ''): AsyncIterable<SourceFile> {
  const entries = await readdir(join(root, below), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (skippedFolders.has(entry.name)) continue
    if (entry.isDirectory()) yield* readSourceFiles(root, notRead, path)
    else if (entry.isSymbolicLink()) notRead.links.push(path)
    else if (entry.isFile()) {
      const text = await readText(join(root, path))
      if (text === 'too large') notRead.tooLarge.push(path)
      else if (text) yield { path, text: text.content }
    }
  }
}

/** Undefined for a binary file. */
async function readText(file: string): Promise<{ content: string } | 'too large' | undefined> {
  // refuses a link, and waits for no pipe, that took the file's place meanwhile
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    if ((await handle.stat()).size > largest) return 'too large'
    const bytes = await handle.readFile()
    return bytes.includes(0) ? undefined : { content: bytes.toString('utf8') }
  } finally {
    await handle.close()
  }
}
