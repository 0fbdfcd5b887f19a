import { findings } from '../../../local/preflight/look'
import type { Facts } from '../../../local/preflight/facts'
import { administrator, compatible, settingsOwner } from '../../../local/preflight/database-findings'
import { isPrivateAddress } from '../../../local/preflight/private-address'
import { connectionRemedy } from '../../../local/preflight/connection-remedy'
import * as judge from '../../../local/preflight/server-findings'
import { serverPlace } from '../../../local/preflight/server-place'

const facts: Facts = {
  database: 'app',
  user: 'admins',
  isAdministrator: true,
  hasGrantOptions: true,
  schemaOwner: null,
  settingsOwner: 'app-owner',
  settingsOwnerIsAdministrator: false,
  hasSettingsSchema: true,
  ungrantable: [],
  address: '20.1.2.3',
  isPrivate: false,
  connectedInMs: 40,
  keepsParameters: true,
  tls: 'TLSv1.3',
  version: '17.6',
  versionNumber: 170_006,
  entra: true,
  installedExtensions: ['pg_trgm'],
  missingExtensions: [],
  allowedExtensions: 'pg_trgm,btree_gin,hstore',
  limit: 844,
  used: 44,
  differenceMs: -20,
  mayGrantSettingsOwner: true,
  maySeeSettings: true,
  unfitRole: null,
  incompatible: null,
}
const at = (port: number) => serverPlace(`postgres://u@shop-db.postgres.database.azure.com:${port}/app`, 'shop')
const azure = at(5432)

const all = (found: Facts, place = azure, connections = 800) =>
  findings(found, { place, settingsSchema: 'public', connections })

test('a server that will do has nothing to be done', () => {
  expect(all(facts).filter(({ state }) => state !== 'ok')).toEqual([])
})

test('whatever a server of Azure lacks is told with the command of its owner', () => {
  const found = all(
    {
      ...facts,
      keepsParameters: false,
      tls: null,
      version: '14.1',
      versionNumber: 140_001,
      entra: false,
      allowedExtensions: 'HSTORE, pg_trgm',
      incompatible: 'It is not the app’s.',
      mayGrantSettingsOwner: false,
      differenceMs: 5_000,
    },
    azure,
    801,
  )
  expect(found.slice(1).map(({ state, remedy }) => [state, remedy])).toEqual([
    ['failed', 'Give the address of the server itself, here and in DATABASE_URL.'],
    [
      'failed',
      'az postgres flexible-server parameter set -g shop --server-name shop-db --name require_secure_transport --value on',
    ],
    ['failed', 'az postgres flexible-server upgrade -g shop -n shop-db --version 17'],
    [
      'failed',
      expect.stringMatching(/^az postgres flexible-server update -g shop -n shop-db --microsoft-entra-auth Enabled/),
    ],
    [
      'failed',
      'az postgres flexible-server parameter set -g shop --server-name shop-db --name azure.extensions --value hstore,pg_trgm,btree_gin',
    ],
    ['failed', expect.stringMatching(/az postgres flexible-server update -g shop -n shop-db --tier TIER/)],
    ['warning', expect.stringMatching(/NTP/)],
    ['ok', null],
    ['failed', expect.any(String)],
    ['failed', 'As who made that role: grant "app-owner" to "admins" with admin option'],
  ])
  expect(found.at(-2)!.says).toBe('It is not the app’s.')
})

test('PgBouncer is told by its port, also where nothing answers there', () => {
  expect(judge.pooler(facts, at(6432))).toMatchObject({ state: 'failed', remedy: expect.stringContaining('5432') })
  expect(connectionRemedy(at(6432), new Error())).toContain('5432')
})

const local = serverPlace('postgres://u@localhost/d')
test.each([
  ['3D000', azure, /^az postgres flexible-server db create -g shop --server-name shop-db --database-name app\b/],
  ['3D000', local, /^create database "d"/],
  ['28P01', azure, /get-access-token/],
  ['28P01', local, /\\password u/],
  ['28000', azure, /firewall-rule create/],
  ['28000', local, /pg_hba\.conf/],
  ['ECONNREFUSED', local, /^Start the server/],
  ['ENOTFOUND', azure, /inside its network/],
  ['CONNECT_TIMEOUT', azure, /firewall-rule create -g shop --server-name shop-db/],
  ['CONNECT_TIMEOUT', local, /^Open the way/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', azure, /certificate/],
  ['SELF_SIGNED_CERT_IN_CHAIN', local, /NODE_EXTRA_CA_CERTS/],
  ['42501', local, /administrator/],
])('%s has a remedy of its own', (code, place, remedy) => {
  const error = new Error('The look stopped.', { cause: Object.assign(new Error(), { code }) })
  expect(connectionRemedy(place, error)).toMatch(remedy)
})

test('what stopped the look otherwise is not taken for a closed way', () => {
  const error = new Error('The look stopped: x.', { cause: Object.assign(new Error('x'), { code: 'XX000' }) })
  expect(connectionRemedy(azure, error)).not.toMatch(/firewall|Start the server/)
  expect(connectionRemedy(azure, new Error('There was no answer within 30 s.'))).toMatch(/firewall/)
})

test('extensions that are there are not told as to be made', () => {
  const installed = { ...facts, installedExtensions: ['pg_trgm', 'btree_gin'], allowedExtensions: '' }
  expect(judge.extensionsAllowed(installed, azure).says).toBe('pg_trgm and btree_gin are installed.')
  expect(judge.extensionsAllowed(facts, azure).says).toBe('btree_gin can be made.')
})

test('a schema that is not there has one finding, with the way to it', () => {
  const lacking = {
    ...facts,
    hasSettingsSchema: false,
    settingsOwner: null,
    incompatible: 'The schema does not exist.',
  }
  expect(compatible(lacking, 'nope')).toMatchObject({
    state: 'failed',
    remedy: expect.stringContaining('create schema "nope"'),
  })
  expect(settingsOwner(lacking, 'nope')).toMatchObject({ state: 'not checked', remedy: 'See "tables".' })
})

test('what cannot be known is not called well', () => {
  expect(administrator({ ...facts, isAdministrator: false }).state).toBe('not checked')
  expect(administrator({ ...facts, ungrantable: ['tenantpilot_api'] })).toMatchObject({
    state: 'failed',
    remedy: 'As who made them: grant "tenantpilot_api" to "admins" with admin option',
  })
  expect(administrator({ ...facts, unfitRole: 'Not fit.' })).toMatchObject({ state: 'failed', says: 'Not fit.' })
  expect(compatible({ ...facts, maySeeSettings: false }, 'public')).toMatchObject({
    state: 'not checked',
    remedy: 'As its owner: grant select on "public".policy_settings to "admins"',
  })
  expect(settingsOwner({ ...facts, settingsOwnerIsAdministrator: true }, 'public')).toMatchObject({
    state: 'failed',
    remedy: 'db:bootstrap with --take-settings-table',
  })
})

test.each([
  ['10.1.2.3', true],
  ['172.31.255.1', true],
  ['192.168.0.1', true],
  ['fd00::1', true],
  ['172.32.0.1', false],
  ['20.1.2.3', false],
  ['2603:1020::1', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate)
})
