import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { isObject } from '../../shared/text'
import type { WholePolicy } from '../stored/whole-policy'

/** Fast rather than small: level 1 is within a fifth of the size of level 6 at three times its speed. */
const level = 1

/** A policy in one piece as it is kept: exact JSON, gzip. */
export async function packRaw(whole: WholePolicy): Promise<Buffer> {
  return promisify(gzip)(JSON.stringify(whole), { level })
}

/** The policy as it was kept. Throws when it is none. */
export async function unpackRaw(raw: Buffer): Promise<WholePolicy> {
  const whole: unknown = JSON.parse((await promisify(gunzip)(raw)).toString())
  if (!isObject(whole)) throw new Error('What is kept as a policy is no JSON object.')
  return whole
}
