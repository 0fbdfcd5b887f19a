import { decodeJwt } from 'jose'
import { demoCallers } from '../../../local/simulator/entra/demo-callers'
import { apiOf, fetchToken, tokensOf } from '../../../local/stack/caller-api'
import type { StackInfo } from '../../../local/stack/stack'
import { start } from '../simulator/harness'

test('the API of a stack is called by the operator, or by who was named', async () => {
  const simulator = await start()
  const info = { app: { url: 'http://127.0.0.1:7071', key: 'k' }, simulator, tenant: { externalId: 't' } }
  const { token, ...place } = apiOf(info as unknown as StackInfo)
  expect(place).toEqual({ url: 'http://127.0.0.1:7071', tenantId: 't' })
  expect(decodeJwt(await token())).toMatchObject({ oid: demoCallers.operator.oid })
  const named = apiOf(info as unknown as StackInfo, 'actas')
  expect(decodeJwt(await named.token())).toMatchObject({ oid: demoCallers.actas.oid })
})

test('a token is used again, until it is about to expire', async () => {
  const simulator = await start()
  const token = tokensOf(simulator, 'reader')
  const first = await token()
  expect(await token()).toBe(first)
  simulator.control.behave({ tokenSeconds: 59 })
  const short = tokensOf(simulator, 'reader')
  expect(await short()).not.toBe(await short())
})

test('a token with flaws has expired, or is for another app, and is well otherwise', async () => {
  const simulator = await start()
  const claimsOf = async (flaws: Parameters<typeof fetchToken>[2]) =>
    decodeJwt((await fetchToken(simulator, 'reader', flaws)).accessToken)
  const seconds = Math.floor(Date.now() / 1000)
  const [expired, other] = [await claimsOf({ expired: true }), await claimsOf({ audience: 'another' })]
  expect(expired).toMatchObject({ aud: simulator.apiClientId, oid: demoCallers.reader.oid })
  expect(expired.exp).toBeLessThan(seconds - 3_000)
  expect(expired.iat).toBeLessThan(expired.exp!)
  expect(other).toMatchObject({ aud: 'another', oid: demoCallers.reader.oid })
  expect(other.exp).toBeGreaterThan(seconds)
})

test('a simulator that is gone is a sentence with the remedy', async () => {
  const { caFile } = await start()
  await expect(tokensOf({ url: 'https://127.0.0.1:1', caFile }, 'reader')()).rejects.toThrow(
    /^Nothing answers at https:\/\/127\.0\.0\.1:1: does "npm start" still run\?$/,
  )
})
