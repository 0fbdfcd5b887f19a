import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findChromium } from './chromium'

const app = join(__dirname, '../../examples/next-app')
// without a browser, the packages of the example are not installed
const browserTest = findChromium() ? it : it.skip

const isPath = (text: string) => /^(proxy\.ts|(app|actions|components|lib)\/[\w./-]*)$/.test(text)

/** The lines of "What to copy": what each is for, and its files. */
const lines = /\| for \| files \|\n.+\n((?:\|.+\n)+)/
  .exec(readFileSync(join(app, 'README.md'), 'utf8'))![1]!
  .trim()
  .split('\n')
  .map((line) => ({
    name: line.split('|')[1]!.trim(),
    paths: [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1]!).filter(isPath),
  }))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenantpilot-copy-'))
  symlinkSync(join(app, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'next-env.d.ts'), '/// <reference types="next" />\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As Next.js writes it into an app that had no TypeScript. With `strict`, the build of the example checks them. */
const settings = {
  compilerOptions: {
    target: 'ES2017',
    lib: ['dom', 'dom.iterable', 'esnext'],
    allowJs: true,
    skipLibCheck: true,
    strict: false,
    noEmit: true,
    esModuleInterop: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    resolveJsonModule: true,
    isolatedModules: true,
    jsx: 'react-jsx',
    types: ['node'],
  },
  include: ['next-env.d.ts', '**/*.ts', '**/*.tsx'],
}

/** Copies a file or a folder of the example; throws when it is neither. */
function copy(path: string): void {
  const to = join(folder, path)
  mkdirSync(dirname(to), { recursive: true })
  cpSync(join(app, path), to, { recursive: statSync(join(app, path)).isDirectory() })
}

function compile(): string {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const tsc = join(app, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout
}

for (const [index, { name }] of lines.entries())
  browserTest(`the files for "${name}" compile with those above, also without strict`, () => {
    for (const { paths } of lines.slice(0, index + 1)) {
      expect(paths).not.toEqual([])
      paths.forEach(copy)
    }
    expect(compile()).toBe('')
  })
