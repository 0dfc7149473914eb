/**
 * Connections to the platform through a proxy, by CONNECT (RFC 9110, 9.3.6).
 *
 * Not by undici's own proxy agents: imported by path they lack the `connect` method that undici's entry mixes in, they
 * tell a proxy's refusal by an error text only, and a connection that they are still making can't be torn down.
 */

import type { Dispatcher } from 'undici'
import { Connection, type Connector, directConnector } from './connection.ts'
import { ConnectError, exchangeFailed, type Failed, type Peer } from './failures.ts'
import type { ProxyServer } from './proxy.ts'

export function tunnelConnector(proxy: ProxyServer, platform: Peer): Connector {
  const peer: Peer = { role: 'proxy', name: proxy.name }
  const connect = directConnector(peer)
  // undici takes the server's name from the host header, which names the platform: the proxy has a certificate of its own.
  const toProxy: Connector = ({ servername: _platform, ...options }, callback) => connect(options, callback)
  const toPlatform = directConnector(platform)
  return (options, callback) => {
    const leg = new Connection(proxy.origin, toProxy)
    const fail = (failed: Failed) => {
      leg.destroy()
      callback(new ConnectError(failed), null)
    }
    let inner: { destroy(): unknown } | undefined
    leg.dispatch(connectRequest(options, proxy), {
      onRequestStart() {},
      onRequestUpgrade(_controller, status) {
        if (status < 200 || status > 299) fail(refused(status, peer))
        else if (leg.socket !== undefined) inner = toPlatform({ ...options, httpSocket: leg.socket }, callback)
      },
      onResponseError(_controller, error) {
        fail(error instanceof ConnectError ? error.failed : brokenOff(error, peer))
      },
    })
    return {
      destroy() {
        inner?.destroy()
        leg.destroy()
      },
    }
  }
}

function connectRequest(options: { hostname: string; port: string }, proxy: ProxyServer): Dispatcher.DispatchOptions {
  const host = options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname
  const authority = `${host}:${options.port || '443'}`
  return {
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      'proxy-connection': 'keep-alive',
      ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
    },
  }
}

function refused(status: number, { name }: Peer): Failed {
  if (status === 407) {
    return { cause: 'proxy_auth', message: `the proxy ${name} wants credentials, or other ones than it got (407)` }
  }
  return { cause: 'proxy', message: `the proxy ${name} refused the connection to the platform (${status})` }
}

function brokenOff(error: unknown, peer: Peer): Failed {
  const progress = { sent: true, answering: false, receivedBytes: 0 }
  return {
    cause: 'proxy',
    message: exchangeFailed(error, progress, { ...peer, name: `the proxy ${peer.name}` }).message,
  }
}
