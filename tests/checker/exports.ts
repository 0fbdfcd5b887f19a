import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Json, type JsonObject, type SourcePolicy, isObject, objects } from './model'

/** Reads the policies in a folder of exports, each with its collection; ignores other files. */
export function readExports(folder: string): SourcePolicy[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.json$/i.test(name))
  return names.sort().flatMap((name) => objectsOf(readJson(join(folder, name))).flatMap(sorted))
}

/** UTF-8 with or without a mark, or UTF-16 as PowerShell writes it. */
function readJson(file: string): Json {
  const bytes = readFileSync(file)
  const encoding = bytes.subarray(0, 2).equals(Buffer.of(0xff, 0xfe)) ? 'utf-16le' : 'utf-8'
  return JSON.parse(new TextDecoder(encoding).decode(bytes)) as Json // a decoder drops the mark
}

function objectsOf(json: Json): JsonObject[] {
  if (Array.isArray(json)) return objects(json)
  if (!isObject(json)) return []
  return 'value' in json && !('id' in json) ? objects(json['value']) : [json]
}

function sorted(policy: JsonObject): SourcePolicy[] {
  const collection = collectionOf(policy)
  const { id } = policy
  return collection === undefined ? [] : [{ collection, id: typeof id === 'string' && id !== '' ? id : null, policy }]
}

/** Types that end in `Configuration` but are no device configurations. */
const others = /EnrollmentCompletionPage|MobileApp|ManagedStoreApp|ManagedApp|Enrollment/

function collectionOf(policy: JsonObject): string | undefined {
  const type = String(policy['@odata.type'] ?? '').replace('#microsoft.graph.', '')
  if (type.endsWith('CompliancePolicy') && !type.startsWith('deviceManagement')) return 'deviceCompliancePolicies'
  const settings = objects(policy['settings'])
  if ('settingsDelta' in policy || settings.some((one) => 'valueJson' in one)) return 'intents'
  if (type.endsWith('Configuration') && !others.test(type)) return 'deviceConfigurations'
  if (type !== '' && !type.startsWith('deviceManagement')) return undefined
  if (!('settings' in policy)) return undefined
  return String(policy['platforms']) === 'linux' && String(policy['technologies']).includes('linuxMdm')
    ? linuxCollection(settings)
    : 'configurationPolicies'
}

/** Linux has configuration and compliance policies; only the settings of the latter begin with `linux_`. */
function linuxCollection(settings: JsonObject[]): string {
  return settings.every((one) => JSON.stringify(one).includes('"linux_'))
    ? 'compliancePolicies'
    : 'configurationPolicies'
}
