/** Bodies as bytes to bodies as text, for servers that compress although they were asked not to. */

import type * as Zlib from 'node:zlib'
import { codeOf, type Failed } from './failures.ts'

/** Nobody compresses more often. Each time may be a large one, long after the request was given up. */
const MOST_CODINGS = 4

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }, callback: Zlib.CompressCallback) => void

/** The text of a body, or why there is none. The limit is on the decoded size, so a small body can't blow up. */
export async function decodeBody(
  body: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<string | Failed> {
  const codings = codingsOf(contentEncoding)
  if (codings.length > MOST_CODINGS) {
    return { cause: 'truncated', message: `the answer is compressed ${codings.length} times` }
  }
  let bytes = body
  for (const coding of codings.reverse()) {
    const decompress = bytes.length === 0 ? undefined : await decompressorOf(coding, bytes)
    if (decompress === undefined) continue
    const decoded = await decompressed(decompress, bytes, maxBytes)
    if (!Buffer.isBuffer(decoded)) return decoded
    bytes = decoded
  }
  return new TextDecoder().decode(bytes)
}

/** In the order in which they were applied. */
function codingsOf(contentEncoding = ''): string[] {
  return contentEncoding.split(',').map((coding) => coding.trim().toLowerCase())
}

/** Undefined for what needs no decoding or can't be decoded: such a body stays as it is. zlib is loaded when needed. */
async function decompressorOf(coding: string, bytes: Buffer): Promise<Decompress | undefined> {
  if (!['gzip', 'x-gzip', 'deflate', 'br', 'zstd'].includes(coding)) return undefined
  const zlib = await import('node:zlib')
  if (coding === 'br') return zlib.brotliDecompress
  if (coding === 'zstd') return zlib.zstdDecompress
  if (coding !== 'deflate') return zlib.gunzip
  // Some servers leave out the zlib wrapper, which starts with the compression method 8 (RFC 1950).
  return ((bytes[0] ?? 0) & 0x0f) === 8 ? zlib.inflate : zlib.inflateRaw
}

function decompressed(decompress: Decompress, bytes: Buffer, maxBytes: number): Promise<Buffer | Failed> {
  return new Promise((resolve) => {
    decompress(bytes, { maxOutputLength: maxBytes }, (error, result) => {
      if (error === null) resolve(result)
      else if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') resolve(tooLarge(maxBytes))
      else resolve({ cause: 'truncated', message: `the compressed answer can't be decoded (${codeOf(error)})` })
    })
  })
}

export function tooLarge(maxBytes: number): Failed {
  return { cause: 'too_large', message: `the answer is larger than ${maxBytes} bytes` }
}
