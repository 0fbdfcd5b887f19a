import { BlockList, isIPv6 } from 'node:net'

const privateOnes = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  privateOnes.addSubnet(network, prefix)
for (const [network, prefix] of [
  ['fc00::', 7],
  ['::1', 128],
] as const)
  privateOnes.addSubnet(network, prefix, 'ipv6')

/** True for an address that the internet does not reach. */
export const isPrivateAddress = (address: string): boolean =>
  privateOnes.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
