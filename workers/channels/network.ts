import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { ChannelSettings } from '../../domain/notification/channel.ts'

type Network = ChannelSettings['network']

/** Where nothing of ours may be sent in any case: unspecified, link-local (cloud metadata) and multicast addresses. */
const NEVER = blockList([['0.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3]], [['::', 128], ['fe80::', 10], ['ff00::', 8]])
/** This machine and the networks behind the office's own walls. */
const INSIDE = blockList([['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['192.0.0.0', 24], ['198.18.0.0', 15]], [['::1', 128], ['fc00::', 7], ['64:ff9b::', 96], ['2002::', 16]])

function blockList(v4: readonly (readonly [string, number])[], v6: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of v4) list.addSubnet(net, prefix, 'ipv4')
  for (const [net, prefix] of v6) list.addSubnet(net, prefix, 'ipv6')
  return list
}

/** Whether a channel may speak to this address. IPv4 written as IPv6 counts as what it is. */
export function isAllowed(address: string, network: Network): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  if (family === 'ipv6' && /^::ffff:/i.test(plain)) return false
  return !NEVER.check(plain, family) && (network === 'private' || !INSIDE.check(plain, family))
}

export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
}

/**
 * Finds addresses as usual and refuses those the channel may not speak to. It is used for the connection itself, so that
 * a name can not lead elsewhere between the look and the call.
 */
export function checkedLookup(network: Network): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0)
      const allowed = addresses.filter(({ address }) => isAllowed(address, network))
      const [first] = allowed
      if (!first) return callback(new ForbiddenAddress(`${hostname} is no address this channel may speak to`), '', 0)
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

/** Refuses a host written as an address: such a one is never looked up. */
export function checkHost(hostname: string, network: Network): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !isAllowed(bare, network)) throw new ForbiddenAddress(`${bare} is no address this channel may speak to`)
}
