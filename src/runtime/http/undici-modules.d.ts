/**
 * undici's modules that are imported by path: its entry also loads fetch, WebSocket, caches and mocks, which nobody
 * here uses and every start of the action would pay for. undici has no `exports` map and no types for single modules.
 */

declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici'
  export default Client
}

declare module 'undici/lib/core/connect.js' {
  import type { Socket } from 'node:net'
  import type { buildConnector } from 'undici'
  /** As undici's own type, save that the connector returns its socket at once, while it is still connecting. */
  export default function build(
    options: buildConnector.BuildOptions,
  ): (options: buildConnector.Options, callback: buildConnector.Callback) => Socket
}

declare module 'undici/lib/core/symbols.js' {
  const symbols: {
    /** Under which a socket has the parser of its answers. */
    readonly kParser: unique symbol
  }
  export default symbols
}
