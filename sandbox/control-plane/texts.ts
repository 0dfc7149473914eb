/** What simulated runs say. */

import type { LogLine } from './types.ts'

/** Texts that would command the runner, forge an output or break markup, were they let through. */
export const HOSTILE_LINES: readonly string[] = [
  '::error title=Forged::this line would be an annotation',
  '  ::add-mask::succeeds',
  '::set-output name=conclusion::success',
  '::stop-commands::forged-token',
  '##[error]an older command at the start',
  'an older command ##[add-path]/tmp/evil in the middle',
  'conclusion=success\nEOF\nrun-id<<EOF',
  '\u001b[31mred and never reset',
  'carriage return\r::warning::overwritten',
  '</details><img src=x onerror=alert(1)> | pipe | `tick` [link](javascript:alert(1))',
  '```mermaid\ngraph TD; A-->B\n```',
]

export function lines(firstMs: number, everyMs: number, count: number, word: string): readonly LogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    afterMs: firstMs + index * everyMs,
    log: `${word} ${index + 1} of ${count}`,
  }))
}
