import { statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Command } from 'commander'
import { makeCliPackage } from '../package/make-cli-package'

/** `npm run package:cli` */
export function packageCliCommand(): Command {
  return new Command('package:cli')
    .description('Makes the command line as a package in dist-cli, for "npm install -g".')
    .action(async () => {
      const file = await makeCliPackage(process.cwd(), join(process.cwd(), 'dist-cli'))
      const path = relative(process.cwd(), file)
      console.log(`${path}: ${Math.ceil(statSync(file).size / 1024)} KiB. Install it: npm install -g ./${path}`)
    })
}
