import { createServer, type Server } from 'node:net'
import { bindPort, freePort, loopback } from '../../local/ports'

const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

/** Listens and returns the port, as a part does. */
function listen(port: number, host = loopback): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      servers.push(server)
      resolve((server.address() as { port: number }).port)
    })
  })
}

test('the preferred port is bound where it is free', async () => {
  const port = await freePort()
  expect(await bindPort(port, listen)).toBe(port)
})

test.each([loopback, '0.0.0.0'])('a port that another program has on %s is not taken from it', async (host) => {
  const taken = await listen(0, host)
  const port = await bindPort(taken, listen)
  expect(port).not.toBe(taken)
  expect(port).toBeGreaterThan(0)
})

test('of many that want one port at once, each gets one of its own', async () => {
  const wanted = await freePort()
  const ports = await Promise.all(Array.from({ length: 20 }, () => bindPort(wanted, listen)))
  expect(new Set(ports).size).toBe(20)
  expect(ports).toContain(wanted)
})

test('a part that binds its port itself says which is next, and gives up some time', async () => {
  const taken = await listen(0)
  const tried: number[] = []
  const bind = (port: number) => {
    tried.push(port)
    return listen(taken).catch((cause: unknown) => Promise.reject(new Error('wrapped', { cause })))
  }
  await expect(bindPort(taken, bind, () => taken + tried.length)).rejects.toThrow('wrapped')
  expect(tried).toEqual([taken, taken + 1, taken + 2, taken + 3, taken + 4])
})

test('any other error is no reason to try again', async () => {
  let tries = 0
  const bind = () => Promise.reject(new Error(`no disk ${++tries}`))
  await expect(bindPort(1, bind)).rejects.toThrow('no disk 1')
})
