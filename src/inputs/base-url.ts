/** The control plane's URL: where the bearer token goes, so nothing about it is guessed. */

import { withoutTrailing } from '../text/cut.ts'
import { isLoopback } from '../text/loopback.ts'
import { quote } from '../text/quote.ts'
import type { Given } from './faults.ts'

export type BaseUrl =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'refused'; readonly given: Given; readonly accepted: string }

/**
 * Normalises a base URL: scheme (https where there is none), host in lower case, port unless it is the scheme's own,
 * path prefix without trailing slashes. User info, query and fragment are refused, and so is plain http to anything
 * but loopback. What might be a credential is never part of a refusal.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST) return refused({ words: `it has ${trimmed.length} characters` }, A_SHORT_URL)
  // A password may hold any of the characters that end a host, so an @ is refused wherever it stands.
  if (/@|%40/.test(trimmed)) return refused({ words: 'it holds user info (not shown)' }, 'a URL without user info or @')
  if (/[?#]/.test(trimmed)) {
    return refused({ words: 'it has a query or a fragment (not shown)' }, 'a URL without query and fragment')
  }
  const url = parseStrictly(trimmed)
  if (url === null) return refused(isPresentable(trimmed) ? trimmed : { words: 'it is not a URL (not shown)' }, A_URL)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refused(trimmed, HTTPS)
  return { kind: 'url', url: `${url.origin}${withoutTrailing(url.pathname, '/')}` }
}

/** It goes into the saved state, and into every link. */
const LONGEST = 1000
const A_URL = 'a URL such as https://app.example.com, or a host'
const A_SHORT_URL = `a URL of at most ${LONGEST} characters`
const HTTPS = 'an https URL (plain http is for loopback hosts alone)'

/** Refuses what the URL parser would mend: it drops tabs and newlines, reads \ as /, and skips surplus slashes. */
function parseStrictly(text: string): URL | null {
  const bare = text.replace(/^https?:\/\//i, '')
  if (/[\s\p{Cc}\\]/u.test(bare) || /^$|^\/|^[^/]*:(?:\/|$)/.test(bare)) return null
  return URL.parse(bare === text ? `https://${text}` : text)
}

/** With its @ left out, `user:password` looks like a host with a strange port. */
function isPresentable(text: string): boolean {
  return !/:(?!\/\/|\d*(?:\/|$))/.test(text)
}

function refused(given: Given, accepted: string): BaseUrl {
  return { kind: 'refused', given, accepted }
}

/** What was given, for the fault: by the input itself, or by an environment variable that is then named. */
export function givenBy(variable: string | undefined, given: Given): Given {
  if (variable === undefined || given === undefined) return given
  const words = typeof given === 'string' ? `it holds ${quote(given)}` : given.words
  return { words: `taken from the environment variable ${variable}, ${words}` }
}
