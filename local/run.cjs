// Builds what changed, then runs a local command. Uses old syntax, so that an old Node can print the message below.
'use strict'
var version = process.versions.node.split('.').map(Number)
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    'Node ' + process.versions.node + ' is too old: install Node 20.19 or newer (22 is what runs on Azure).',
  )
  process.exit(1)
}
var path = require('node:path')
var spawnSync = require('node:child_process').spawnSync
var root = path.join(__dirname, '..')
process.chdir(root)
var compiler
try {
  compiler = require.resolve('typescript/package.json', { paths: [root] })
} catch {
  console.error('The dependencies are not installed: run "npm ci" first.')
  process.exit(1)
}
var build = spawnSync(process.execPath, [path.join(path.dirname(compiler), 'bin', 'tsc'), '-p', 'tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (build.status !== 0) process.exit(build.status === null ? 130 : build.status)
// the operator's command line, for an app anywhere
if (process.argv[2] === 'cli') {
  process.argv.splice(2, 1)
  require('../dist/cli/main.js')
} else require('../dist/local/cli.js')
