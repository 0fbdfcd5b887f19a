import type { Json, JsonObject } from '../../json'
import { type Random, uuid } from '../../seed'
import { subjects } from '../../synthetic/areas'

const subtypes = ['String', 'Integer', 'Boolean', 'StringXml', 'FloatingPoint', 'DateTime', 'Base64'] as const

type Subtype = (typeof subtypes)[number]

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Creates the OMA settings of a custom policy, of all subtypes in turn; half of the texts are encrypted. */
export function omaSettings(policyId: string, n: number, dice: Random): JsonObject[] {
  const settings = Array.from({ length: 2 + dice.int(7) }, (_, i) =>
    setting(subtypes[(n + i) % subtypes.length]!, policyId, i, dice),
  )
  return dice.chance(0.3) ? [...settings, ...duplicates(dice)] : settings
}

function setting(subtype: Subtype, policyId: string, i: number, dice: Random): JsonObject {
  const subject = dice.pick(subjects)
  const isText = subtype === 'String' || subtype === 'StringXml' || subtype === 'Base64'
  const encrypted = isText && dice.chance(0.5)
  return {
    '@odata.type': `#microsoft.graph.omaSetting${subtype}`,
    displayName: `${subject} ${i}`,
    description: dice.chance(0.5) ? `What ${subject.toLowerCase()} is for` : dice.chance(0.5) ? '' : null,
    omaUri: uriOf(subject, i, dice),
    secretReferenceValueId: encrypted ? `${uuid(policyId, 'x', i)}_${policyId}_${uuid(policyId, 'y', i)}` : null,
    isEncrypted: encrypted,
    ...(subtype === 'Integer' && { isReadOnly: false }),
    ...((subtype === 'StringXml' || subtype === 'Base64') && { fileName: `setting${i}.xml` }),
    value: encrypted ? (subtype === 'StringXml' ? 'PGEvPg==' : '****') : plain(subtype, dice),
  }
}

function uriOf(subject: string, i: number, dice: Random): string {
  const area = subject.replaceAll(' ', dice.chance(0.1) ? '%20' : '')
  return `./${dice.pick(['Device', 'User'])}/Vendor/MSFT/Policy/Config/${area}/Setting${i}`
}

function plain(subtype: Subtype, dice: Random): Json {
  switch (subtype) {
    case 'Integer':
      return dice.int(100)
    case 'Boolean':
      return dice.chance(0.5)
    case 'FloatingPoint':
      return dice.int(100) / 8
    case 'DateTime':
      return `2026-03-0${1 + dice.int(9)}T00:00:00Z`
    case 'String':
      return dice.chance(0.4) ? '****' : `<enabled/><data id="x" value="${dice.int(100)}"/>` // like an old profile, masked without a reference
    case 'StringXml':
      return base64(`<?xml version="1.0"?><setting value="${dice.int(100)}"/>`)
    case 'Base64':
      return base64(`Text ${dice.int(100)} – ä`)
  }
}

/** Creates two settings with the same OMA-URI that differ only in content. */
function duplicates(dice: Random): JsonObject[] {
  const one = (displayName: string, value: number): JsonObject => ({
    '@odata.type': '#microsoft.graph.omaSettingInteger',
    displayName,
    description: null,
    omaUri: './Device/Vendor/MSFT/Policy/Config/Twins/Same',
    secretReferenceValueId: null,
    isEncrypted: false,
    isReadOnly: false,
    value,
  })
  const pair = [one('Another', dice.int(9)), one('One more', dice.int(9))]
  return dice.chance(0.5) ? pair : pair.toReversed()
}
