/** Which proxy, if any, stands between the runner and the platform: the usual environment variables, read. */

import { BlockList, isIP } from 'node:net'
import type { Env } from '../../core/ports.ts'
import { isLoopback } from '../../text/loopback.ts'

export interface ProxyServer {
  readonly origin: string
  /** `host:port`, for messages: no credentials. */
  readonly name: string
  /** Value of the `proxy-authorization` header. */
  readonly authorization?: string
}

export type ProxyChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'proxy'; readonly proxy: ProxyServer }
  | { readonly kind: 'malformed'; readonly message: string }

/**
 * HTTPS_PROXY, in its absence HTTP_PROXY; lower case first, as curl has it; an empty one counts as absent.
 * Loopback and whatever NO_PROXY names are never proxied. Plain http is allowed to loopback only, so it never is either.
 */
export function chooseProxy(target: URL, env: Env): ProxyChoice {
  if (target.protocol !== 'https:' || isLoopback(target.hostname)) return { kind: 'none' }
  const variable = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].find((name) => env[name])
  if (variable === undefined || isExempt(target, env.no_proxy || env.NO_PROXY || '')) return { kind: 'none' }
  return readProxy(variable, env[variable] ?? '')
}

function readProxy(variable: string, value: string): ProxyChoice {
  const text = value.trim()
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (url === null) return { kind: 'malformed', message: `${variable} is not a URL of the form http://host:port` }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { kind: 'malformed', message: `${variable} names a proxy that is neither http:// nor https://` }
  }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const proxy = { origin: url.origin, name: `${url.hostname}:${port}` }
  return { kind: 'proxy', proxy: credentials === ':' ? proxy : { ...proxy, authorization } }
}

/** A `%` that encodes nothing is meant as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/**
 * NO_PROXY: names and addresses with or without a port, each for its subdomains too; `*.name` for these alone; `*`; and
 * ranges of addresses (10.0.0.0/8), which hold for a target that is an address: a name is not resolved for this.
 */
function isExempt(target: URL, noProxy: string): boolean {
  const host = bare(target.hostname)
  const port = target.port || '443'
  return noProxy
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [name, entryPort] = splitPort(entry)
      if (entryPort !== undefined && entryPort !== port) return false
      if (name === '*' || isInRange(host, name)) return true
      const suffix = bare(name).replace(/^\*?\./, '')
      return host.endsWith(`.${suffix}`) || (host === suffix && !name.startsWith('*'))
    })
}

function isInRange(host: string, range: string): boolean {
  const [, network = '', prefix = ''] = /^(.+)\/(\d{1,3})$/.exec(range) ?? []
  const family = isIP(bare(network))
  if (family === 0 || isIP(host) !== family || Number(prefix) > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(bare(network), Number(prefix), type)
  return list.check(host, type)
}

/** An IPv6 address has a port only where it is in brackets. */
function splitPort(entry: string): [name: string, port: string | undefined] {
  const match = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry)
  return match?.[1] === undefined ? [entry, undefined] : [match[1], match[2]]
}

function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}
