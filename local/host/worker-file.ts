import { join, resolve } from 'node:path'

/** The compiled worker: beside this file, or, where a test runs the sources, below `dist`. */
export const workerFile = __filename.endsWith('.ts')
  ? resolve(__dirname, '../../dist/local/host/worker.js')
  : join(__dirname, 'worker.js')
