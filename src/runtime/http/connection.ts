/**
 * One connection at a time to one origin, kept alive between requests and used by one request at a time.
 *
 * That makes giving up simple and exact: to drop a request is to destroy its connection, whatever that is just doing.
 */

import type { Socket } from 'node:net'
import type { buildConnector, Client as UndiciClient } from 'undici'
import buildConnect from 'undici/lib/core/connect.js'
import Client from 'undici/lib/dispatcher/client.js'
import { ConnectError, connectFailed, type Peer } from './failures.ts'

/** Begins to connect. What it returns tears down whatever has come of that, at any time. Errors are `ConnectError`s. */
export type Connector = (options: buildConnector.Options, callback: buildConnector.Callback) => { destroy(): unknown }

/**
 * How long each address of a name is tried before the next one is. Node gives up each but the last for good, after
 * 250 ms by its own default (nodejs/node issue 54359): less than a distant one takes, or a first packet that is lost.
 */
const EACH_ADDRESS_MS = 2500
/** Of an answer: gateways with single sign-on set many and long cookies. Node's own default is 16 KiB. */
const MOST_HEADER_BYTES = 128 * 1024

/** TCP, and TLS if the origin is https or `httpSocket` carries it. Time limits are the caller's: undici's are coarse. */
export function directConnector(peer: Peer): Connector {
  const connect = buildConnect({
    allowH2: false,
    timeout: 0,
    rejectUnauthorized: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: EACH_ADDRESS_MS,
  })
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error === null) callback(null, socket)
      else callback(new ConnectError(connectFailed(error, peer)), null)
    })
}

export class Connection {
  readonly #client: UndiciClient
  #link: { destroy(): unknown } | undefined
  #socket: Socket | undefined

  constructor(origin: string, connector: Connector) {
    this.#client = new Client(origin, {
      allowH2: false,
      pipelining: 1, // with more, undici sends again what was queued behind a request whose connection broke
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: MOST_HEADER_BYTES,
      connect: (options, callback) => {
        this.#link = connector(options, (error, socket) => {
          if (error !== null) return callback(error, null)
          this.#socket = socket
          callback(null, socket)
        })
      },
    })
  }

  /** The socket of the connection that was made last. */
  get socket(): Socket | undefined {
    return this.#socket
  }

  dispatch(...args: Parameters<UndiciClient['dispatch']>): void {
    this.#client.dispatch(...args)
  }

  /** At once, a connection that is only being made included. A request in flight gets `UND_ERR_DESTROYED`. */
  destroy(): void {
    this.#client.destroy(() => {})
    this.#link?.destroy()
  }
}

/** The connections to one origin: as many as there are requests at the same time. */
export class ConnectionPool {
  readonly #make: () => Connection
  readonly #idle: Connection[] = []
  readonly #busy = new Set<Connection>()

  constructor(make: () => Connection) {
    this.#make = make
  }

  /** A fresh one has never been connected yet. */
  take(fresh: boolean): Connection {
    const connection = (fresh ? undefined : this.#idle.pop()) ?? this.#make()
    this.#busy.add(connection)
    return connection
  }

  /** After a complete answer. Does nothing for a connection that was dropped meanwhile. */
  giveBack(connection: Connection): void {
    if (this.#busy.delete(connection)) this.#idle.push(connection)
  }

  drop(connection: Connection): void {
    this.#busy.delete(connection)
    connection.destroy()
  }

  close(): void {
    for (const connection of [...this.#busy, ...this.#idle]) connection.destroy()
    this.#busy.clear()
    this.#idle.length = 0
  }
}
