import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { packages } from '../../../package-lock.json'
import { readConfig } from '../../../local/broker/config'

const root = join(__dirname, '../../..')
const Service = z.strictObject({
  image: z.string(),
  command: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  init: z.boolean().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.object({ condition: z.string() }))]).optional(),
  healthcheck: z
    .strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.int() })
    .optional(),
})
const Compose = z.strictObject({ name: z.string(), services: z.record(z.string(), Service) })

const { services } = Compose.parse(parse(readFileSync(join(root, 'compose.yaml'), 'utf8')))
const all = Object.entries(services)
const service = (name: string) => services[name]!

test('the emulator reads the file that our broker reads, where it looks for it', () => {
  const [volume] = service('service-bus').volumes!
  const [ours, theirs] = volume!.split(':')
  expect(theirs).toBe('/ServiceBus_Emulator/ConfigFiles/Config.json')
  expect(readConfig(join(root, ours!))).toHaveLength(2)
  expect(join(ours!)).toBe('local/broker/config.json')
})

test('every image has one version, and Azurite that of the package', () => {
  for (const [, { image }] of all) expect(image).toMatch(/:\d+(\.\d+|-CU\d)/)
  const azurite = packages['node_modules/azurite'].version
  expect(service('azurite').image).toBe(`mcr.microsoft.com/azure-storage/azurite:${azurite}`)
  expect(service('postgres').image).toMatch(/^postgres:17\./)
})

test('whoever starts it waits for all of it, and nobody else reaches it', () => {
  const looked = all.filter(([, { healthcheck }]) => healthcheck).map(([name]) => name)
  // the image of the emulator has no shell: another one looks at it
  expect(all.map(([name]) => name).filter((name) => !looked.includes(name))).toEqual(['service-bus'])
  expect(service('service-bus-health').healthcheck!.test.join(' ')).toContain('http://service-bus:5300/health')
  const ports = all.flatMap(([, one]) => one.ports ?? [])
  expect(ports).toHaveLength(4)
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/)
})

test('no secret stands in it: passwords and the consent to the terms come from the environment', () => {
  const given = all.flatMap(([, { environment = {} }]) => Object.entries(environment))
  const secrets = given.filter(([name]) => /PASSWORD|EULA|KEY|TOKEN/.test(name))
  expect(secrets).toHaveLength(4)
  for (const [name, value] of secrets) expect(value).toMatch(new RegExp(`^\\$\\{${name}:\\?`))
})

test('the tests look for it where it listens', () => {
  const text = readFileSync(join(root, 'jest.emulator.config.cjs'), 'utf8')
  for (const name of ['service-bus', 'azurite', 'postgres'])
    expect(text).toMatch(new RegExp(`127\\.0\\.0\\.1:${service(name).ports![0]!.split(':')[1]}\\b`))
})
