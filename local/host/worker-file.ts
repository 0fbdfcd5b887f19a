import { join, resolve } from 'node:path'

/** Path of the compiled worker: beside this file, or below `dist` when tests run the sources. */
export const workerFile = __filename.endsWith('.ts')
  ? resolve(__dirname, '../../dist/local/host/worker.js')
  : join(__dirname, 'worker.js')
