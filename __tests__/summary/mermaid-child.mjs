// Reads a JSON array of Mermaid texts from standard input, writes what Mermaid's parser makes of each.
import { text } from 'node:stream/consumers'
import { JSDOM } from 'jsdom'

// Mermaid cleans titles with a library that needs a browser's document.
const { window } = new JSDOM('')
globalThis.window = window
globalThis.document = window.document
const { default: mermaid } = await import('mermaid')

async function chartOf(source) {
  try {
    await mermaid.parse(source)
    const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(source)
    const tasks = db.getTasks()
    const firstMs = Math.min(...tasks.map((task) => task.startTime.getTime()))
    return {
      type,
      title: db.getDiagramTitle(),
      sections: db.getSections(),
      tasks: tasks.map((task) => ({
        name: task.task.trim(),
        section: task.section,
        fromMs: task.startTime.getTime() - firstMs,
        toMs: task.endTime.getTime() - firstMs,
        tags: ['active', 'done', 'crit', 'milestone'].filter((tag) => task[tag]),
        isClickable: Boolean(task.classes.includes('clickable') || db.getLinks().size > 0),
      })),
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

const answers = []
for (const source of JSON.parse(await text(process.stdin))) answers.push(await chartOf(source))
process.stdout.write(JSON.stringify(answers))
