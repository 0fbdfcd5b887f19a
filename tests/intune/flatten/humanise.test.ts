import { humanise, humaniseProperty } from '../../../src/intune/flatten/humanise'

describe('a definition id without a name', () => {
  test.each([
    ['device_vendor_msft_policy_config_wifi_allowwifihotspotreporting', 'Wifi Allowwifihotspotreporting'],
    ['device_vendor_msft_policy_config_wifi', 'Wifi'],
    ['user_vendor_msft_policy_config_start_hideapplist', 'Start Hideapplist'],
    ['device_vendor_msft_bitlocker_requiredeviceencryption', 'Bitlocker Requiredeviceencryption'],
    ['com.apple.mcx_com.apple.mcx', 'Com Apple Mcx Com Apple Mcx'],
    ['vendor_msft_firewall', 'Vendor Msft Firewall'],
    ['0~policy~microsoft_edge{1}', '0 Policy Microsoft Edge 1'],
    ['über__änderung', 'Über Änderung'],
    ['device_vendor_msft_', 'device_vendor_msft_'],
    ['~~~', '~~~'],
  ])('%s → %s', (id, name) => {
    expect(humanise(id)).toBe(name)
  })
})

describe('a property', () => {
  test.each([
    ['passwordMinimumLength', 'Password minimum length'],
    ['bitLockerEnabled', 'Bit locker enabled'],
    ['defenderATPEnabled', 'Defender ATP enabled'],
    ['tpmRequired', 'Tpm required'],
    ['osMinimumVersion', 'Os minimum version'],
    ['snake_case', 'Snake case'],
    ['__', '__'],
  ])('%s → %s', (property, name) => {
    expect(humaniseProperty(property)).toBe(name)
  })
})
