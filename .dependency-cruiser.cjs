module.exports = {
  forbidden: [{ name: 'circle', severity: 'error', from: {}, to: { circular: true } }],
  options: { parser: 'swc', doNotFollow: { path: 'node_modules' }, exclude: { path: 'migrations' } },
}
