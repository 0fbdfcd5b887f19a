import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runHook } from '../support/run-hook'

const list =
  "az keyvault secret list --vault-name v --query length([?ends_with(id, '/secrets/settings-fingerprint-key')]) -o tsv"
const listDeleted = list.replace(' list ', ' list-deleted ')
const sets =
  /^az keyvault secret set --vault-name v --name settings-fingerprint-key --file \S+ --encoding utf-8 -o none$/

/** An `az` whose vault has so many keys of this name, and notes what it is given as the key's file. */
const az = (there: number, deleted = 0, changed = '') => `case "$*" in
${changed}
*" list "*) echo ${there} ;;
*" list-deleted "*) echo ${deleted} ;;
*" set "*) shift 8; echo "length $(wc -c < "$1" | tr -d ' ') mode $(stat -c %a "$1")" >> "$TEST_FOLDER/calls" ;;
esac`
const openssl = 'echo hunter2hunter2hunter2hunter2hunter2'

function run(tools: Record<string, string>) {
  const made = runHook('fingerprint-key', ['v'], { openssl, ...tools })
  expect(made.output + made.errors + made.calls.join('\n')).not.toContain('hunter2')
  return made
}

test('the key is made where there is none, in a file for this account alone, without a line end', () => {
  const { status, calls, output } = run({ az: az(0) })
  expect(status).toBe(0)
  expect(calls).toEqual([
    list,
    listDeleted,
    'openssl rand -base64 48',
    expect.stringMatching(sets),
    'length 35 mode 600',
  ])
  expect(output).toContain('Keep a copy')
})

test('a key that is there is not touched', () => {
  expect(run({ az: az(1) })).toMatchObject({ status: 0, calls: [list] })
})

test('a deleted key comes back', () => {
  const { status, calls } = run({ az: az(0, 1) })
  const recovers = 'az keyvault secret recover --vault-name v --name settings-fingerprint-key -o none'
  expect([status, calls]).toEqual([0, [list, listDeleted, recovers]])
})

test('a vault that refuses at first is asked again', () => {
  const refusesOnce = '*" list "*) [ -e "$TEST_FOLDER/asked" ] || { touch "$TEST_FOLDER/asked"; exit 1; }; echo 1 ;;'
  expect(run({ az: az(1, 0, refusesOnce), sleep: '' }).calls).toEqual([list, 'sleep 30', list])
})

test.each([
  ['the vault cannot be read', { az: az(0, 0, '*" list "*) exit 1 ;;'), sleep: '' }, 'Key Vault Secrets Officer'],
  ['the deleted ones cannot be read', { az: az(0, 0, '*" list-deleted "*) echo refused >&2; exit 1 ;;') }, 'refused'],
  ['no key is made', { az: az(0), openssl: 'exit 1' }, 'openssl made no key'],
])('when %s, nothing is written', (_when, tools, says) => {
  const { status, calls, errors } = run(tools)
  expect(status).toBe(1)
  expect(calls.filter((call) => call.includes(' set '))).toEqual([])
  expect(errors).toContain(says)
})

test('the file of the key is removed, also when the script is ended in the middle', () => {
  const leaves = (changed: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-key-'))
    const { status } = runHook(
      'fingerprint-key',
      ['v'],
      { openssl, az: az(0, 0, `*" set "*) ${changed} ;;`) },
      { TMPDIR: folder },
    )
    const left = readdirSync(folder)
    rmSync(folder, { recursive: true })
    return [status, left]
  }
  expect(leaves('')).toEqual([0, []])
  expect(leaves('exit 1')).toEqual([1, []])
  expect(leaves('kill -TERM $PPID')).toEqual([143, []])
})
