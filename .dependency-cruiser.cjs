const { rooms, packages } = require('./rooms.cjs')

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What lies in a room, as a pattern of paths: a file, the files of a folder itself (`*`), or all that a folder holds. */
function inside(path) {
  if (path.endsWith('.ts')) return `^${escape(path)}$`
  if (path.endsWith('/*')) return `^${escape(path.slice(0, -1))}[^/]+$`
  return `^${escape(path)}/`
}

/** What is deployed. */
const deployed = '^(src|functions)/'
const ours = '^(src|functions|cli)/'

/** One rule a room: whatever is not in its list is refused, so that no rule can take another one's place. */
const borders = rooms.map(({ path, imports }) => ({
  name: `border of ${path}`,
  severity: 'error',
  comment: `${path} may import: ${imports.join(', ') || 'no other room'}. rooms.cjs decides.`,
  from: { path: inside(path) },
  to: { path: '^(src|functions|cli|local|tests)/', pathNot: [path, ...imports].map(inside) },
}))

const packageBorders = Object.entries(packages).map(([name, places]) => ({
  name: `package ${name}`,
  severity: 'error',
  comment: `${name} may be imported in: ${places.join(', ')}. rooms.cjs decides.`,
  from: { path: ours, pathNot: places.map(inside) },
  to: { path: `node_modules/${escape(name)}/` },
}))

module.exports = {
  forbidden: [
    ...borders,
    ...packageBorders,
    {
      name: 'package without a place',
      severity: 'error',
      comment: 'Give the package a place in rooms.cjs. What src/ and functions/ import stands among the dependencies.',
      from: { path: ours },
      to: { path: 'node_modules/', pathNot: Object.keys(packages).map((name) => `node_modules/${escape(name)}/`) },
    },
    {
      name: 'development package',
      severity: 'error',
      comment: 'What src/ and functions/ import is deployed: it belongs among the dependencies of package.json.',
      from: { path: deployed },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'unresolvable',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'circle',
      severity: 'error',
      comment: 'Files that need each other are one file, or one of them holds what belongs lower. Type imports count.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no room',
      severity: 'error',
      comment: 'Every file of src/ lies in a room of rooms.cjs.',
      from: { path: '^src/', pathNot: rooms.map(({ path }) => inside(path)) },
      to: {},
    },
  ],
  options: {
    // reads TypeScript without its compiler API, which TypeScript 7 does not have; type imports are seen
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^src/db/migrations/meta/', '^dist/'] },
    preserveSymlinks: true,
  },
}
