import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AzuriteInfo } from '../../local/azurite/main'
import { startComponent } from '../../local/component'
import { mainOf } from '../../local/stack/parts'

test('Azurite takes another port than one that is taken, and names it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const azurite = await startComponent<AzuriteInfo>(mainOf('azurite'), { port })
  expect(azurite.info.port).not.toBe(port)
  expect(azurite.info.connectionString).toContain(`http://127.0.0.1:${azurite.info.port}/`)
  const answer = await fetch(`http://127.0.0.1:${azurite.info.port}/devstoreaccount1?comp=list`)
  expect(answer.headers.get('server')).toMatch(/^Azurite-Blob/)
  await azurite.stop()
  other.close()
})
