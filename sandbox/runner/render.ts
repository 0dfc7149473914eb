import type { Annotation, StageResult, StepResult } from './types.ts'

/** The head of a step's log, unmasked: `with:` (empty values left out) and `env:`, as the runner prints them. */
export function stepHeader(
  name: string,
  inputs: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string>>,
): string[] {
  const given = [...inputs].filter(([, value]) => value !== '')
  return [
    `Run ${name}`,
    ...(given.length > 0 ? ['with:', ...given.map(([input, value]) => `  ${input}: ${value}`)] : []),
    ...(Object.keys(env).length > 0
      ? ['env:', ...Object.entries(env).map(([key, value]) => `  ${key}: ${value}`)]
      : []),
  ]
}

/** The whole step as text for a person: header, log, post, annotations, outputs, verdict. Masked throughout. */
export function renderStep(result: StepResult): string {
  return [
    ...result.header,
    '',
    ...foldedLines(result.logLines),
    ...section('Post job cleanup.', result.post.ran ? foldedLines(result.post.logLines) : []),
    ...section('Annotations', [...result.annotations, ...result.post.annotations].filter(isShown).map(annotationLine)),
    ...section(
      'Outputs',
      Object.entries(result.outputs).map(([name, value]) => outputLine(name, mask(result, value))),
    ),
    ...section('Summary', result.summary === '' ? [] : result.summary.trimEnd().split('\n')),
    '',
    verdictLine(result),
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}

/** Groups as they look unfolded: a title, its lines indented. */
function foldedLines(lines: readonly string[]): string[] {
  const shown: string[] = []
  const group = { open: false }
  for (const line of lines) {
    if (line.startsWith('##[group]')) {
      group.open = true
      shown.push(`▼ ${line.slice('##[group]'.length)}`)
    } else if (line === '##[endgroup]') {
      group.open = false
    } else {
      shown.push(group.open ? `  ${line}` : line)
    }
  }
  return shown
}

function isShown(annotation: Annotation): boolean {
  return annotation.shown
}

function annotationLine({ level, title, message }: Annotation): string {
  return `[${level}] ${title === undefined ? '' : `${title}: `}${message.replaceAll('\n', '\n    ')}`
}

function outputLine(name: string, value: string): string {
  return `${name} = ${value.replaceAll('\n', '\n    ')}`
}

/** Outputs are kept as they were set; on paper a secret in one would show. */
function mask(result: StepResult, value: string): string {
  return result.masks.reduce((text, secret) => text.replaceAll(secret, '***'), value)
}

function verdictLine(result: StepResult): string {
  const ended = `Step: ${result.conclusion} (${endOf(result)}, ${seconds(result)})`
  return result.post.ran
    ? `${ended}. Post: ${result.post.conclusion} (${endOf(result.post)}, ${seconds(result.post)})`
    : ended
}

function endOf({ exitCode, signal }: StageResult): string {
  return signal === null ? `exit code ${exitCode ?? 'none'}` : `killed by ${signal}`
}

function seconds({ timing }: StageResult): string {
  return `${(timing.durationMs / 1000).toFixed(1)} s`
}
