/** Tables of text. */

/** Columns padded to their widest cell, the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return rows.map(line).join('\n')
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(ms < 9950 ? 2 : 1)
}

/** What was reached beside what was aimed at; a miss is marked. */
export function beside(reached: number, target: number | undefined): string {
  if (target === undefined) return reached.toFixed(2)
  return `${reached > target + 0.005 ? '!' : ''}${reached.toFixed(2)} (${target})`
}
