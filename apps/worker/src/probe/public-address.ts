import { BlockList, isIPv4 } from 'node:net';

/** IPv4 blocks that lead to no host of the public internet (IANA special-purpose registry, RFC 6890; RFC 5771). */
const specialBlocks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** IPv6 blocks inside 2000::/3 that lead elsewhere: Teredo and other protocols, documentation, 6to4. */
const specialBlocks6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const special = new BlockList();
for (const [net, bits] of specialBlocks) special.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of specialBlocks6) special.addSubnet(net, bits, 'ipv6');

/** All that is assigned as global unicast so far (RFC 4291). Mapped IPv4, unique local and link-local lie outside. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the public internet, and not of a private, local or special network. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
