const MASK = '***'
const SHORTEST_BASE64_BYTES = 6

/**
 * Replaces secrets by `***`, also where they appear JSON-, URI- or XML-escaped or within base64, as the runner does
 * (actions/runner: SecretMasker, ValueEncoders). Secrets that touch or overlap become one `***`.
 */
export class SecretMasker {
  readonly #values = new Set<string>()
  readonly #needles = new Set<string>()

  /** Masks the value, and each of its lines. */
  add(value: string): void {
    for (const secret of [value, ...value.split(/[\r\n]+/)]) {
      if (secret.trim() === '') continue
      this.#values.add(secret)
      for (const needle of encodings(secret)) this.#needles.add(needle)
    }
  }

  get values(): string[] {
    return [...this.#values]
  }

  mask(text: string): string {
    let masked = ''
    let end = 0
    for (const range of mergedRanges(text, this.#needles)) {
      masked += text.slice(end, range.start) + MASK
      end = range.end
    }
    return masked + text.slice(end)
  }
}

type Range = { start: number; end: number }

function mergedRanges(text: string, needles: Iterable<string>): Range[] {
  const ranges: Range[] = []
  for (const needle of needles) {
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
      ranges.push({ start: at, end: at + needle.length })
    }
  }
  ranges.sort((a, b) => a.start - b.start)
  const merged: Range[] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

function encodings(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), uriEncoded(secret), xmlEscaped(secret), ...base64Parts(secret)]
}

function uriEncoded(secret: string): string {
  return encodeURIComponent(secret.toWellFormed())
}

function xmlEscaped(secret: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
  return secret.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** The base64 of the secret at each of the three positions it can have in a longer text; only whole triplets. */
function base64Parts(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2]
    .map((shift) => bytes.subarray(shift, shift + Math.floor((bytes.length - shift) / 3) * 3))
    .filter((part) => part.length >= SHORTEST_BASE64_BYTES)
    .map((part) => part.toString('base64'))
}
