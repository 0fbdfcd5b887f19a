import { unnamedOmaRows } from '../../../src/intune/flatten/oma'
import { toSettingRows } from '../../../src/intune/flatten/rows'
import { fingerprint } from './helpers'

/** An OMA setting as Graph gives it: `omaSetting{kind}`. */
export function oma(kind: string, omaUri: string, value: unknown, more: Record<string, unknown> = {}) {
  return { '@odata.type': `#microsoft.graph.omaSetting${kind}`, omaUri, value, ...more }
}

/** The rows of a profile with only these settings. */
export function flattenedOma(settings: unknown) {
  return toSettingRows(unnamedOmaRows(settings, fingerprint))
}
