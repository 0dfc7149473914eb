/**
 * Workflows for tools that don't know what GitHub added of late: steps in the background, queues of a concurrency group,
 * environments without a deployment, some runners. Each line keeps its number.
 */

const CHANGES: readonly (readonly [what: RegExp, instead: string])[] = [
  [/^( +)(background: true|queue: max|deployment: false)$/gm, '$1# $2'],
  // Steps that run nothing: there a step has to.
  [/^( +)((?:- )?)(?:(?:wait|cancel): (?!true$|false$)\S.*|wait-all:.*)$/gm, '$1$2run: true'],
  [/\bubuntu-slim\b/g, 'ubuntu-22.04'],
  [/\bwindows-11-arm\b/g, 'windows-2022'],
]

/** The workflow without what is new. Steps that ran side by side run one after another in it. */
export function inOlderSyntax(workflow: string): string {
  return CHANGES.reduce((text, [what, instead]) => text.replace(what, instead), workflow)
}
