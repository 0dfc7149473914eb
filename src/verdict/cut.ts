export const CUT = '… [cut]'

/** Cut so that the UTF-8 form fits, never in the middle of a character, and marked as cut. */
export function cutToBytes(text: string, mostBytes: number): string {
  // A character takes a byte at least: of a text of megabytes no more is looked at than may be kept.
  if (text.length <= mostBytes && Buffer.byteLength(text) <= mostBytes) return text
  const kept = Buffer.from(text.slice(0, mostBytes)).subarray(0, mostBytes - Buffer.byteLength(CUT))
  // As a stream, since its decoder keeps back what a character has begun with.
  return `${new TextDecoder('utf-8', { ignoreBOM: true }).decode(kept, { stream: true })}${CUT}`
}
