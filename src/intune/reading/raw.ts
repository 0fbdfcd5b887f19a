import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { isObject } from '../../shared/text'
import type { FullPolicy } from '../stored/full-policy'

/** Fast rather than small: level 1 is within a fifth of the size of level 6 at three times its speed. */
const level = 1

/** A policy in one piece as it is kept: exact JSON, gzip. */
export async function packRaw(full: FullPolicy): Promise<Buffer> {
  return promisify(gzip)(JSON.stringify(full), { level })
}

/** The policy as it was kept. Throws when it is none. */
export async function unpackRaw(raw: Buffer): Promise<FullPolicy> {
  const full: unknown = JSON.parse((await promisify(gunzip)(raw)).toString())
  if (!isObject(full)) throw new Error('What is kept as a policy is no JSON object.')
  return full
}
