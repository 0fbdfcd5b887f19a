import type { Fingerprint } from '../stored/fingerprint'
import type { RowValue } from './values'
import { stableJson } from '../../shared/text'

/** What is shown instead of any secret, whatever its length. */
const MASK = '********'

/** A secret as a row holds it: that it is there, and whether it changed; never what it is. */
export function secretValue(secret: unknown, fingerprint: Fingerprint): RowValue {
  const text = typeof secret === 'string' ? secret : stableJson(secret)
  return { value: MASK, valueType: 'secret', raw: JSON.stringify({ secret: true, fingerprint: fingerprint(text) }) }
}
