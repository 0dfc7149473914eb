/** The forms in which a secret may come back: a platform echoes a header decoded, encoded, or inside something else. */

import { escapeMarkup } from './markup.ts'

/** Of a shorter secret, an encoded form is too short to be told from ordinary text. */
const SHORTEST_ENCODED = 8

/** The secret as it is, inside JSON (also twice), a URL or markup, and in Base64 and hex. */
export function formsOf(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const plain = [secret, inJson, JSON.stringify(inJson).slice(1, -1), inJson.replaceAll('/', '\\/')]
  const inMarkup = escapeMarkup(secret)
  const encoded = [percentEncoded(secret), inMarkup, inMarkup.replaceAll('&apos;', '&#39;')]
  return secret.length < SHORTEST_ENCODED
    ? [...plain, ...encoded]
    : [...plain, ...encoded, ...inBase64(secret).flatMap((form) => [form, inUrl(form)]), inHex(secret)]
}

/** Base64 of anything that holds the secret: its first byte may stand at any of three places in a group. */
function inBase64(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.from(`${'\0'.repeat(shift)}${secret}`).toString('base64')
    const bytes = shift + Buffer.byteLength(secret)
    // The first and the last characters hold bits of the neighbours too, or fill the group up.
    return whole.slice(Math.ceil((shift * 8) / 6), Math.floor((bytes * 8) / 6))
  })
}

/** As tokens have it (RFC 4648, 5). */
function inUrl(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_')
}

function inHex(secret: string): string {
  return Buffer.from(secret).toString('hex')
}

/** A lone half of a surrogate pair can't be encoded. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
