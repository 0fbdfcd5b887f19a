import { callControlApi } from '../../../local/simulator/control-client'
import { start } from './harness'

test('a refusal is a sentence with the reason, and nobody there is one with the remedy', async () => {
  const simulator = await start()
  await expect(callControlApi(simulator, 'POST', 'secret', { state: 'lost' })).rejects.toThrow(
    /^The simulator refuses this: state must be ok, wrong or expired\.$/,
  )
  expect(JSON.parse(await callControlApi(simulator, 'POST', 'secret', { state: 'ok' }))).toEqual({ secret: 'ok' })
  await expect(callControlApi({ ...simulator, url: 'https://127.0.0.1:1' }, 'GET', 'stats')).rejects.toThrow(
    /^Nothing answers at https:\/\/127\.0\.0\.1:1: does "npm start" still run\?$/,
  )
})
