import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { bundling } from './make-package'

/** What is read of our package.json. */
interface Manifest {
  version: string
  engines: object
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/**
 * Makes the command line as a package that `npm install -g` takes: one bundle of our code, and a manifest that names the packages
 * it needs. Empties `folder`, and returns the path of the `.tgz` in it.
 */
export async function makeCliPackage(root: string, folder: string): Promise<string> {
  const inside = join(folder, 'package')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(inside, { recursive: true })
  const { metafile } = await build({
    ...bundling,
    entryPoints: [join(root, 'cli', 'main.ts')],
    outfile: join(inside, 'main.js'),
    packages: 'external',
    banner: { js: '#!/usr/bin/env node' },
    metafile: true,
    logLevel: 'warning',
  })
  const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  const manifest = {
    name: 'tenantpilot-cli',
    version: ours.version,
    private: true,
    description: 'Operates TenantPilot through its API.',
    license: 'UNLICENSED',
    bin: { tenantpilot: 'main.js' },
    engines: ours.engines,
    dependencies: dependenciesOf(metafile, { ...ours.devDependencies, ...ours.dependencies }),
  }
  writeFileSync(join(inside, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  const words = ['pack', inside, '--pack-destination', folder, '--ignore-scripts', '--no-update-notifier', '--silent']
  return join(folder, execFileSync('npm', words, { encoding: 'utf8' }).trim())
}

/** The packages that a bundle imports, each in the version of ours. Throws for one that we do not name. */
function dependenciesOf({ outputs }: Metafile, versions: Record<string, string>): Record<string, string> {
  const imports = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path))
  const names = imports.filter((path) => !isBuiltin(path)).map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)![0])
  return Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => {
      if (!versions[name]) throw new Error(`cli/ imports ${name}: add it to package.json.`)
      return [name, versions[name]]
    }),
  )
}
