import { createServer } from 'node:net'
import { runComponent } from '../component'
import { bindPort, freePort, loopback } from '../ports'
import { type CoreToolsInfo, type CoreToolsOptions, startCoreTools } from './core-tools'

/** The options of the process that runs `func`. */
type MainOptions = Pick<CoreToolsOptions, 'root' | 'port' | 'settings'>

runComponent<MainOptions, CoreToolsInfo>(async (options, { signal, fail }) => {
  const port = await bindPort(options.port, probe, freePort)
  return startCoreTools({ ...options, port, signal, onLine: (line) => console.log(line), onEnd: fail })
})

/** Binds a port for a moment, because `func` only fails where it is taken. Rejects with what listening throws. */
function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, loopback, () => server.close(() => resolve(port)))
  })
}
