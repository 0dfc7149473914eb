/**
 * Splits a stream of text into lines as .NET's StreamReader.ReadLine does: at \r\n, \n and a lone \r. A \r at the
 * end of a chunk is kept back, since the \n that belongs to it may come with the next.
 */
export class LineSplitter {
  #rest = ''

  /** The lines that `chunk` completes, without their ends. */
  push(chunk: string): string[] {
    const text = this.#rest + chunk
    const usable = text.endsWith('\r') ? text.length - 1 : text.length
    const lines = text.slice(0, usable).split(/\r\n|\n|\r/)
    this.#rest = (lines.pop() ?? '') + text.slice(usable)
    return lines
  }

  /** The last line, if the stream ended without a line end. */
  end(): string[] {
    const rest = this.#rest
    this.#rest = ''
    if (rest === '') return []
    return [rest.endsWith('\r') ? rest.slice(0, -1) : rest]
  }
}
