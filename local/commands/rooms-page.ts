import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as table from '../../rooms.cjs'
import { createRequire } from 'node:module'
import { withSection } from './section'

type Table = typeof table

interface Module {
  source: string
  dependencies: { resolved: string }[]
}

/** Files of one room import files of another. Not how many: the page would change with every import. */
type Arrow = readonly [from: string, to: string]

const begin = '<!-- rooms: made from the imports by "npm run docs:pages"; a test compares -->'
const end = '<!-- end of rooms -->'

/** `docs/architecture.md` with its section on rooms made anew from the imports as they are. */
export function withRooms(page: string, root = process.cwd()): string {
  return withSection(page, begin, end, roomsSection(readModules(root), root))
}

function roomsSection(modules: Module[], root: string): string {
  const top = (file: string) => (/^src\/[^/]+\.ts$/.test(file) ? 'app' : (/^(?:src\/)?([^/]+)\//.exec(file)?.[1] ?? ''))
  const insideOf = (room: string) => (file: string) => new RegExp(`^src/${room}/([^/]+)`).exec(file)?.[1]
  return [
    'Rooms and what they import, from top to bottom. Where A → B → C is drawn, A → C is left out.',
    '',
    diagram(arrowsOf(modules, top)),
    '',
    'Inside `intune/`:',
    '',
    diagram(arrowsOf(modules, insideOf('intune'))),
    '',
    'Inside `runs/`:',
    '',
    diagram(arrowsOf(modules, insideOf('runs'))),
    '',
    '| room | what it is for |',
    '|---|---|',
    ...purposes(root),
    '',
  ].join('\n')
}

const ourFiles = /^(src|functions|cli)\//

function readModules(root: string): Module[] {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const json = execFileSync(process.execPath, [tool, '--output-type', 'json', 'functions', 'src', 'cli'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  return (JSON.parse(json) as { modules: Module[] }).modules
}

function arrowsOf(modules: Module[], groupOf: (file: string) => string | undefined): Arrow[] {
  const pairs = new Set<string>()
  for (const { source, dependencies } of modules)
    for (const { resolved } of dependencies) {
      const [from, to] = [groupOf(source), groupOf(resolved)]
      const ours = ourFiles.test(source) && ourFiles.test(resolved)
      if (ours && from && to && from !== to) pairs.add(`${from} ${to}`)
    }
  return [...pairs].map((pair) => pair.split(' ') as [string, string])
}

/** A mermaid diagram without the arrows that a longer way already says. */
function diagram(arrows: readonly Arrow[]): string {
  const next = (from: string) => arrows.filter(([a]) => a === from).map(([, b]) => b)
  const reaches = (from: string, to: string): boolean => next(from).some((via) => via === to || reaches(via, to))
  const needed = arrows.filter(([from, to]) => !next(from).some((via) => via !== to && reaches(via, to)))
  // a bare name like `graph` or `end` is a word of the diagram's own language
  const name = (room: string) => `room_${room.replace(/\W/g, '_')}["${room.replace(/\.ts$/, '')}"]`
  const lines = needed.map(([from, to]) => `  ${name(from)} --> ${name(to)}`)
  return ['```mermaid', 'flowchart TD', ...lines.toSorted(), '```'].join('\n')
}

function purposes(root: string): string[] {
  const { rooms } = createRequire(join(root, 'package.json'))('./rooms.cjs') as Table
  const folders = rooms.map(({ path }) => path.replace(/\/\*$/, '')).filter((path) => !path.endsWith('.ts'))
  const parents = folders.flatMap((path) => (path.split('/').length > 2 ? [path.split('/').slice(0, 2).join('/')] : []))
  return [...new Set([...folders, ...parents])].toSorted().map(
    (path) =>
      `| \`${path}/\` | ${readFileSync(join(root, path, 'README.md'), 'utf8')
        .trim()
        .replaceAll('\n', ' ')} |`,
  )
}
