import { wellFormed } from '../../shared/text'

/** Makes a definition id readable: `…_policy_config_wifi_allowhotspot` → `Wifi Allowhotspot`. */
export function humanise(definitionId: string): string {
  const words = wellFormed(definitionId)
    .replace(/^(device|user)_vendor_msft_(policy_config_)?/i, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.map(capitalise).join(' ') || wellFormed(definitionId)
}

/** Makes a property name readable: `passwordMinimumLength` → `Password minimum length`. Abbreviations stay upper case. */
export function humaniseProperty(property: string): string {
  const words = wellFormed(property)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (/^\p{Lu}{2}/u.test(word) ? word : word.toLowerCase()))
  return capitalise(words.join(' ')) || wellFormed(property)
}

function capitalise(word: string): string {
  const [first = ''] = word
  return first.toUpperCase() + word.slice(first.length)
}
