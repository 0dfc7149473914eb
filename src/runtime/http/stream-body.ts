/** A body that is handed on as text while it arrives. */

import type { HttpStreamRequest, HttpStreamSink } from '../../core/ports.ts'
import type { BodySink } from './exchange.ts'

/** The part of a request that only a stream has. */
export interface OpenStream extends Pick<HttpStreamRequest, 'headers' | 'silenceMs'> {
  readonly sink: BodySink
  /** Its body arrives, or has arrived. */
  isOpen(): boolean
}

/** A body that is compressed although that was declined can't be read on the way, so it is not wanted. */
export function openStream({ headers, silenceMs }: HttpStreamRequest, sink: HttpStreamSink): OpenStream {
  const decoder = new TextDecoder()
  let isOpen = false
  return {
    headers,
    silenceMs,
    isOpen: () => isOpen,
    sink: {
      onHead(status, answered) {
        const isPlain = ['', 'identity'].includes(answered['content-encoding'] ?? '')
        isOpen = isPlain && sink.onHead({ status, headers: answered })
        return isOpen
      },
      onChunk(chunk) {
        const text = decoder.decode(chunk, { stream: true })
        if (text !== '') sink.onText(text)
      },
    },
  }
}
