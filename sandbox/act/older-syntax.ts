/**
 * Workflows for tools that don't know what GitHub added in 2026: steps in the background, queues of a concurrency group,
 * environments without a deployment. Each line keeps its number.
 */

const CHANGES: readonly (readonly [what: RegExp, instead: string])[] = [
  [/^( +)(background: true|queue: max|deployment: false)$/gm, '$1# $2'],
  // Steps that run nothing: there a step has to.
  [/^( +)((?:- )?)(?:(?:wait|cancel): (?!true$|false$)\S.*|wait-all:.*)$/gm, '$1$2run: true'],
]

/** The workflow without what is new. Steps that ran side by side run one after another in it. */
export function inOlderSyntax(workflow: string): string {
  return CHANGES.reduce((text, [what, instead]) => text.replace(what, instead), workflow)
}
