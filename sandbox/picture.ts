/**
 * Renders sample summaries in a headless Chromium, as close to GitHub's page as a Markdown renderer, Mermaid and a few
 * lines of CSS get, and writes the picture of them.
 *
 *   node sandbox/picture.ts                         docs/summary.png
 *   node sandbox/picture.ts --all --out all.png     every kind of outcome, one below the other
 *
 * Needs Chromium (apt-get install chromium fonts-noto-color-emoji), or the one that CHROMIUM names.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import markdownIt from 'markdown-it'
import { type Browser, chromium } from 'playwright-core'
import { renderSummary } from '../src/summary/page.ts'
import { sampleReports } from './sample-reports.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const LAUNCH_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const WIDTH = 840

const CSS = `
  body { margin: 0; padding: 16px; background: #f6f8fa; color: #1f2328;
         font: 14px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif; }
  section { background: #fff; border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px 20px; margin-bottom: 16px; }
  section:last-child { margin-bottom: 0; }
  section > :first-child { margin-top: 0; }
  section > :last-child { margin-bottom: 0; }
  h3 { font-size: 1.25em; margin: 16px 0; }
  p, blockquote, ul, table, details, pre { margin: 0 0 14px; }
  a { color: #0969da; text-decoration: none; }
  table { border-collapse: collapse; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
  tr:nth-child(2n) { background: #f6f8fa; }
  code, pre { font-family: "Liberation Mono", monospace; font-size: 85%; }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; white-space: break-spaces; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 14px; overflow: auto; line-height: 1.45; }
  blockquote { border-left: .25em solid #d1d9e0; padding: 0 1em; color: #59636e; }
  summary { margin-bottom: 8px; }
  .mermaid svg { display: block; max-width: 100%; margin-bottom: 14px; }
`

/** One page with a card for each summary; fenced Mermaid becomes an element that its script draws in. */
function pageOf(summaries: readonly string[]): string {
  const renderer = markdownIt({ html: true, linkify: true })
  const { fence } = renderer.renderer.rules
  renderer.renderer.rules.fence = (tokens, at, options, env, self) => {
    const token = tokens[at]
    return token?.info === 'mermaid'
      ? `<div class="mermaid">${renderer.utils.escapeHtml(token.content)}</div>`
      : (fence?.(tokens, at, options, env, self) ?? '')
  }
  const cards = summaries.map((summary) => `<section>${renderer.render(summary)}</section>`).join('\n')
  return `<!doctype html><meta charset="utf-8"><style>${CSS}</style>${cards}`
}

async function draw(browser: Browser, summaries: readonly string[], out: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 100 }, deviceScaleFactor: 1.2 })
  await page.setContent(pageOf(summaries))
  await page.addScriptTag({ path: `${root}node_modules/mermaid/dist/mermaid.min.js` })
  // Rejects if a chart does not parse or can't be drawn.
  await page.evaluate(`mermaid.initialize({ startOnLoad: false }); mermaid.run({ querySelector: '.mermaid' })`)
  await page.screenshot({ path: out, fullPage: true })
}

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false }, out: { type: 'string' } } })
const reports = values.all
  ? Object.values(sampleReports)
  : [sampleReports.failed, sampleReports['unknown, with candidates']]
const out = values.out ?? `${root}docs/summary.png`
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: LAUNCH_ARGS,
})
try {
  await draw(
    browser,
    reports.map((report) => renderSummary(report)),
    out,
  )
  console.log(`Wrote ${out}`)
} finally {
  await browser.close()
}
