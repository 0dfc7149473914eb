/** A summary as GitHub would show it: through a Markdown renderer that allows HTML and links addresses, into a DOM. */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type DomElement, type DomNode, JSDOM } from 'jsdom'
import markdownIt from 'markdown-it'

const renderer = markdownIt({ html: true, linkify: true })

export interface Page {
  readonly elements: readonly DomElement[]
  /** Text by selector, in order. */
  texts(selector: string): readonly string[]
  /** Cells by row, of the table at that place. */
  table(at: number): readonly (readonly string[])[]
  readonly links: readonly (string | null)[]
  /** Text that GitHub's filters for mentions, references, emoji and formulas look at. */
  readonly exposed: string
  readonly comments: number
  /** What is in the Mermaid fences. */
  readonly charts: readonly string[]
}

export function pageOf(summary: string): Page {
  const body = JSDOM.fragment(renderer.render(summary))
  const all = (selector: string) => [...body.querySelectorAll(selector)]
  const texts = (selector: string) => all(selector).map((element) => element.textContent)
  const nodes = [...nodesBelow(body)]
  return {
    elements: all('*'),
    texts,
    table: (at) => {
      const rows = [...(all('table')[at]?.querySelectorAll('tr') ?? [])]
      return rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent))
    },
    links: all('a').map((link) => link.getAttribute('href')),
    exposed: nodes
      .filter((node) => node.nodeName === '#text' && !node.parentElement?.closest('code, pre'))
      .map((node) => node.textContent)
      .join('\n'),
    comments: nodes.filter((node) => node.nodeName === '#comment').length,
    charts: texts('pre > code.language-mermaid'),
  }
}

function* nodesBelow(node: DomNode): Iterable<DomNode> {
  for (const child of node.childNodes) {
    yield child
    yield* nodesBelow(child)
  }
}

export interface Chart {
  readonly error?: string
  readonly type?: string
  readonly title?: string
  readonly sections?: readonly string[]
  readonly tasks?: readonly ChartTask[]
}

export interface ChartTask {
  readonly name: string
  readonly section: string
  /** Since the chart's first moment. */
  readonly fromMs: number
  readonly toMs: number
  readonly tags: readonly string[]
  readonly isClickable: boolean
}

/** What Mermaid itself makes of the charts. In a process of its own: it is a browser's library, with globals. */
export function charted(charts: readonly string[]): readonly Chart[] {
  const script = fileURLToPath(new URL('mermaid-child.mjs', import.meta.url))
  const answer = execFileSync(process.execPath, [script], {
    input: JSON.stringify(charts),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(answer)
}
