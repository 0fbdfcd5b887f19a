import type { Fingerprint } from '../stored/fingerprint'
import type { RowValue } from './values'
import { stableJson } from '../../shared/text'

/** Shown instead of every secret, so that its length is not visible. */
const MASK = '********'

/** Masks a secret. The fingerprint in `raw` shows whether the secret changed. */
export function secretValue(secret: unknown, fingerprint: Fingerprint): RowValue {
  const text = typeof secret === 'string' ? secret : stableJson(secret)
  return { value: MASK, valueType: 'secret', raw: JSON.stringify({ secret: true, fingerprint: fingerprint(text) }) }
}
