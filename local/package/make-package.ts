import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { slim } from './slim'

/** Where the package is, and the size of its files in bytes. */
export interface Package {
  folder: string
  files: Record<string, number>
}

/** Node's oldest version that the package runs on. */
const target = 'node20.19'

/** How code is bundled for the Functions worker. */
export const bundling = {
  bundle: true,
  platform: 'node',
  target,
  format: 'cjs',
  minify: true,
  keepNames: true, // error and class names stand in logs
  // the worker provides it; it is no package
  external: ['@azure/functions-core'],
} satisfies BuildOptions

/**
 * Bundles the app into `dist/package/`, which is deployed as it is, without an install step. Source maps and the
 * licences of bundled packages: `dist/package-maps/`, beside it, and `main.js.LEGAL.txt`.
 */
export async function makePackage(root: string): Promise<Package> {
  const folder = join(root, 'dist', 'package')
  const maps = join(root, 'dist', 'package-maps')
  for (const made of [folder, maps]) {
    rmSync(made, { recursive: true, force: true })
    mkdirSync(made, { recursive: true })
  }
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>
  const { outputFiles } = await build({
    entryPoints: [join(root, 'functions', 'main.ts')],
    outfile: join(folder, 'main.js'),
    ...bundling,
    plugins: [slim],
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'external',
    logLevel: 'warning',
    write: false,
  })
  for (const { path, contents } of outputFiles)
    writeFileSync(path.endsWith('.map') ? join(maps, 'main.js.map') : path, contents)
  copyFileSync(join(root, 'host.json'), join(folder, 'host.json'))
  const manifest = { name, version, private: true, main: 'main.js', engines: { node: '>=20.19' } }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  const files = ['host.json', 'main.js', 'main.js.LEGAL.txt', 'package.json']
  return { folder, files: Object.fromEntries(files.map((file) => [file, statSync(join(folder, file)).size])) }
}
