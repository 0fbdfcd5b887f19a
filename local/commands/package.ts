import { relative } from 'node:path'
import { Command } from 'commander'
import { makePackage } from '../package/make-package'

/** `npm run package` */
export function packageCommand(): Command {
  return new Command('package')
    .description('Bundles the app into dist/package, which is deployed as it is.')
    .action(async () => {
      const { folder, files } = await makePackage(process.cwd())
      for (const [file, bytes] of Object.entries(files)) console.log(`  ${file.padEnd(20)} ${kib(bytes)} KiB`)
      const total = Object.values(files).reduce((sum, bytes) => sum + bytes, 0)
      console.log(`${relative(process.cwd(), folder)}: ${kib(total)} KiB`)
    })
}

const kib = (bytes: number) => Math.ceil(bytes / 1024)
