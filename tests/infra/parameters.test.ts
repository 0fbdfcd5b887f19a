import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deploy } from './support/deploy'
import { infra, readInfra } from './support/files'
import { filledIn } from './support/installation'
import {
  environments,
  parametersIn,
  readEnvironmentFile,
  readMainParameters,
  readParameterFile,
} from './support/parameters'

test('main.bicepparam gives every parameter of main.bicep, and no other', async () => {
  const { using, parameters } = await readMainParameters()
  const file = (await readInfra()).get(using)!
  expect(parameters.map(({ name }) => name).toSorted()).toEqual(file.parameters.map(({ symbol }) => symbol).toSorted())
})

test('there are files of these environments alone', () => {
  const files = readdirSync(join(infra, 'environments'))
  expect(files.toSorted()).toEqual(environments.map((name) => `${name}.env`).toSorted())
})

test.each(environments)('%s.env sets what main.bicepparam needs, nothing unknown, and deploys', async (name) => {
  const file = await readMainParameters()
  const env = readEnvironmentFile(name)
  const known = file.reads.map((read) => read.name)
  expect(Object.keys(env).filter((variable) => !known.includes(variable))).toEqual([])
  const missing = file.reads.filter((read) => read.required && !(read.name in env))
  expect(missing).toEqual([])
  expect(
    Object.keys(env)
      .filter((variable) => env[variable] === '')
      .toSorted(),
  ).toEqual(Object.keys(filledIn).toSorted())
  expect(env['AZURE_ENV_NAME']).toBe(name)
  const { resources } = deploy(await readInfra(), 'main.bicep', parametersIn(file, { ...env, ...filledIn }))
  expect(resources.length).toBeGreaterThan(20)
})

test('a value that a parameter does not allow is refused', async () => {
  const files = await readInfra()
  const file = await readMainParameters()
  const env = { ...readEnvironmentFile('dev'), ...filledIn }
  const deployWith = (changed: Record<string, string>) =>
    deploy(files, 'main.bicep', parametersIn(file, { ...env, ...changed }))
  expect(() => deployWith({ APP_ROLE_MODE: 'both' })).toThrow('appRoleMode must not be "both"')
  expect(() => deployWith({ MAXIMUM_INSTANCES: '39' })).toThrow('maximumInstances must not be 39')
  expect(() => deployWith({ AZURE_ENV_NAME: 'eleven-long' })).toThrow('environmentName must not be')
  expect(() => deployWith({ ZONE_REDUNDANT: 'yes' })).toThrow('yes is no boolean')
})

test.each([
  ['no using', "param a = readEnvironmentVariable('A')\n", 'no line "using"'],
  ['another statement', "using 'main.bicep'\nvar b = 1\n", 'cannot be read'],
  ['a mistake in param', "using 'main.bicep'\nparm a = readEnvironmentVariable('A')\n", 'cannot be read'],
  ['a value of its own', "using 'main.bicep'\nparam a = 'b'\n", 'is read from the environment'],
])('a file of parameters with %s is refused', async (_what, text, says) => {
  await expect(readParameterFile('x.bicepparam', text)).rejects.toThrow(says)
})
