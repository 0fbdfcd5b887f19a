import { createHash } from 'node:crypto'
import type { Kind } from './check-value'

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

interface BicepFunction {
  /** Least and greatest number of arguments. */
  args: readonly [number, number]
  returns: Kind | null
  run(...args: Value[]): Value
}

const many = 100
const hash = (args: Value[]) => createHash('sha256').update(JSON.stringify(args)).digest('hex')

/** A GUID that is always the same for the same words, as `guid()` of Bicep makes one. */
export function madeGuid(...args: Value[]): string {
  return hash(args).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

const textOf = (value: Value | undefined) => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text.`)
  return value
}
const listOf = (value: Value | undefined) => {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is no list.`)
  return value
}

const tenantId = '11111111-1111-4111-8111-111111111111'
const subscriptionId = '22222222-2222-4222-8222-222222222222'

/** The tenant, subscription and resource group of the tests. */
export const place = {
  tenantId,
  subscriptionId,
  location: 'westeurope',
  resourceGroup: `/subscriptions/${subscriptionId}/resourceGroups/tenantpilot`,
}

/** What `resourceGroup()` of a deployment to this resource group returns. */
export const groupWith = (id: string) => ({ id, name: id.split('/').at(-1)!, location: place.location })

/** The functions of Bicep that the sources use. Another one is unknown, until it stands here. */
export const functions: Readonly<Record<string, BicepFunction>> = {
  concat: { args: [1, many], returns: 'array', run: (...lists) => lists.flatMap(listOf) },
  deployer: { args: [0, 0], returns: 'object', run: () => ({ objectId: madeGuid('deployer') }) },
  empty: { args: [1, 1], returns: 'bool', run: (value) => isEmpty(value) },
  environment: {
    args: [0, 0],
    returns: 'object',
    run: () => ({
      suffixes: { storage: 'core.windows.net', keyvaultDns: '.vault.azure.net' },
      authentication: { loginEndpoint: 'https://login.microsoftonline.com/' },
    }),
  },
  guid: { args: [1, many], returns: 'string', run: madeGuid },
  items: {
    args: [1, 1],
    returns: 'array',
    run: (object) => Object.entries(object as object).map(([key, value]: [string, Value]) => ({ key, value })),
  },
  join: { args: [2, 2], returns: 'string', run: (list, by) => listOf(list).join(textOf(by)) },
  // read from the place of the file that calls them: call-function.ts
  loadJsonContent: { args: [1, 1], returns: null, run: unreachable },
  loadTextContent: { args: [1, 1], returns: 'string', run: unreachable },
  max: { args: [1, many], returns: 'int', run: (...numbers) => Math.max(...numbers.map(Number)) },
  resourceGroup: { args: [0, 0], returns: 'object', run: () => groupWith(place.resourceGroup) },
  trim: { args: [1, 1], returns: 'string', run: (text) => textOf(text).trim() },
  split: { args: [2, 2], returns: 'array', run: (text, by) => textOf(text).split(textOf(by)) },
  startsWith: { args: [2, 2], returns: 'bool', run: (text, start) => textOf(text).startsWith(textOf(start)) },
  string: { args: [1, 1], returns: 'string', run: (value) => JSON.stringify(value) },
  subscription: {
    args: [0, 0],
    returns: 'object',
    run: () => ({ id: `/subscriptions/${subscriptionId}`, subscriptionId, tenantId }),
  },
  subscriptionResourceId: {
    args: [2, 2],
    returns: 'string',
    run: (type, name) => `/subscriptions/${subscriptionId}/providers/${textOf(type)}/${textOf(name)}`,
  },
  take: { args: [2, 2], returns: 'string', run: (text, count) => textOf(text).slice(0, Number(count)) },
  tenant: { args: [0, 0], returns: 'object', run: () => ({ tenantId }) },
  union: {
    args: [2, many],
    returns: 'object',
    run: (...objects) => Object.assign({}, ...(objects as object[])) as Value,
  },
  uriComponent: { args: [1, 1], returns: 'string', run: (text) => encodeURIComponent(textOf(text)) },
  uniqueString: { args: [1, many], returns: 'string', run: (...args) => hash(args).slice(0, 13) },
}

function unreachable(): never {
  throw new Error('It is read by its file.')
}

function isEmpty(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** Functions that only files of parameters have. */
export const parameterFunctions: Readonly<Record<string, BicepFunction>> = {
  bool: { args: [1, 1], returns: 'bool', run: (text) => toBoolean(textOf(text)) },
  int: { args: [1, 1], returns: 'int', run: (text) => toNumber(textOf(text)) },
}

function toBoolean(text: string): boolean {
  if (!/^(?:true|false)$/i.test(text)) throw new Error(`${text} is no boolean.`)
  return text.toLowerCase() === 'true'
}

function toNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Error(`${text} is no whole number.`)
  return Number(text)
}
