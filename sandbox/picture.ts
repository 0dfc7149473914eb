/**
 * Renders sample summaries in a headless Chromium, as close to GitHub's page as a Markdown renderer, Mermaid and a few
 * lines of CSS get, and writes pictures of them, as people who read in the light and in the dark see them.
 *
 *   node sandbox/picture.ts                         docs/summary-light.png and docs/summary-dark.png
 *   node sandbox/picture.ts --all --out all         every kind of outcome, one below the other: all-light.png, all-dark.png
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

/** Colours of GitHub's own (primer/primitives), and Mermaid's theme, as GitHub picks it. */
const THEMES = {
  light: {
    ...{ page: '#f6f8fa', card: '#fff', border: '#d1d9e0', text: '#1f2328', muted: '#59636e', link: '#0969da' },
    ...{ row: '#f6f8fa', code: '#818b981f', mermaid: 'default' },
  },
  dark: {
    ...{ page: '#010409', card: '#0d1117', border: '#3d444d', text: '#f0f6fc', muted: '#9198a1', link: '#4493f8' },
    ...{ row: '#151b23', code: '#656c7633', mermaid: 'dark' },
  },
}
type Theme = keyof typeof THEMES

function cssOf({ page, card, border, text, muted, link, row, code }: (typeof THEMES)[Theme]): string {
  return `
  body { margin: 0; background: ${page}; color: ${text};
         font: 14px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif; }
  section { background: ${card}; border: 1px solid ${border}; border-radius: 6px; padding: 16px 20px; margin-bottom: 16px; }
  section:last-child { margin-bottom: 0; }
  section > :first-child { margin-top: 0; }
  section > :last-child { margin-bottom: 0; }
  h3 { font-size: 1.25em; margin: 16px 0; }
  p, blockquote, ul, table, details, pre { margin: 0 0 14px; }
  a { color: ${link}; text-decoration: none; }
  table { border-collapse: collapse; }
  th, td { border: 1px solid ${border}; padding: 6px 13px; }
  tr:nth-child(2n) { background: ${row}; }
  code, pre { font-family: "Liberation Mono", monospace; font-size: 85%; }
  code { background: ${code}; border-radius: 6px; padding: .2em .4em; white-space: break-spaces; }
  pre { background: ${row}; border-radius: 6px; padding: 14px; overflow: auto; line-height: 1.45; }
  blockquote { border-left: .25em solid ${border}; padding: 0 1em; color: ${muted}; }
  summary { margin-bottom: 8px; }
  .mermaid svg { display: block; max-width: 100%; margin-bottom: 14px; }
`
}

/** One page with a card for each summary; fenced Mermaid becomes an element that its script draws in. */
function pageOf(summaries: readonly string[], theme: Theme): string {
  const renderer = markdownIt({ html: true, linkify: true })
  const { fence } = renderer.renderer.rules
  renderer.renderer.rules.fence = (tokens, at, options, env, self) => {
    const token = tokens[at]
    return token?.info === 'mermaid'
      ? `<div class="mermaid">${renderer.utils.escapeHtml(token.content)}</div>`
      : (fence?.(tokens, at, options, env, self) ?? '')
  }
  const cards = summaries.map((summary) => `<section>${renderer.render(summary)}</section>`).join('\n')
  return `<!doctype html><meta charset="utf-8"><style>${cssOf(THEMES[theme])}</style>${cards}`
}

async function draw(browser: Browser, summaries: readonly string[], theme: Theme, out: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 100 }, deviceScaleFactor: 1.2 })
  await page.setContent(pageOf(summaries, theme))
  await page.addScriptTag({ path: `${root}node_modules/mermaid/dist/mermaid.min.js` })
  const options = JSON.stringify({ startOnLoad: false, theme: THEMES[theme].mermaid })
  // Rejects if a chart does not parse or can't be drawn.
  await page.evaluate(`mermaid.initialize(${options}); mermaid.run({ querySelector: '.mermaid' })`)
  await page.screenshot({ path: out, fullPage: true })
  await page.close()
}

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false }, out: { type: 'string' } } })
const reports = values.all ? Object.values(sampleReports) : [sampleReports.failed]
const out = values.out ?? `${root}docs/summary`
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: LAUNCH_ARGS,
})
try {
  const summaries = reports.map((report) => renderSummary(report))
  for (const theme of ['light', 'dark'] as const) {
    await draw(browser, summaries, theme, `${out}-${theme}.png`)
    console.log(`Wrote ${out}-${theme}.png`)
  }
} finally {
  await browser.close()
}
