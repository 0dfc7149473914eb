/** The inputs `commit-status`, `pr-comment` and `github-token`, and `check-run-id`, which the runner fills in. */

import type { InputReader } from '../inputs/reader.ts'

export interface GithubSettings {
  /** The status's context. Absent: no commit status. */
  readonly commitStatus?: string
  readonly prComment: 'never' | 'failure' | 'always'
  readonly token: string
  /** Which job of the workflow run this is, for links. Absent where the runner does not say. */
  readonly checkRunId?: string
}

/** GitHub documents no limit; people read it in a list of checks, and it goes into the saved state. */
const LONGEST_CONTEXT = 255

/** More than one line, and characters beyond 16 bits, emoji above all: GitHub refuses these with 422. */
const UNUSABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Emoji_Presentation}\u{10000}-\u{10ffff}]|\ufe0f/u

/** Undefined where neither a status nor a comment is asked for: then GitHub is never spoken to. Faults go to the reader. */
export function readGithubSettings(reader: InputReader, wait: boolean): GithubSettings | undefined {
  const commitStatus = readContext(reader, wait)
  const prComment = reader.oneOf('pr-comment', ['never', 'failure', 'always'], 'never')
  if (commitStatus === undefined && prComment === 'never') return undefined
  const [checkRunId] = /^\d+$/.exec(reader.text('check-run-id') ?? '') ?? []
  return {
    prComment,
    token: readToken(reader),
    ...(commitStatus === undefined ? {} : { commitStatus }),
    ...(checkRunId === undefined ? {} : { checkRunId }),
  }
}

function readContext(reader: InputReader, wait: boolean): string | undefined {
  const context = reader.text('commit-status')
  if (context === undefined) return undefined
  if (!wait) {
    reader.fault('commit-status', context, 'nothing with wait: false, which does not learn how the run ends')
  } else if (context.length > LONGEST_CONTEXT || UNUSABLE.test(context)) {
    const accepted = `one line of at most ${LONGEST_CONTEXT} characters without emoji, such as jobs/nightly`
    reader.fault('commit-status', context, accepted)
  }
  return context
}

function readToken(reader: InputReader): string {
  const token = reader.text('github-token')
  const accepted = "a GitHub token for commit-status and pr-comment, such as the default, the job's own"
  if (token === undefined) reader.fault('github-token', undefined, accepted)
  else if (!/^[\x21-\x7e]+$/.test(token)) {
    reader.fault('github-token', { words: 'a token with blanks, control or other characters was given' }, accepted)
  }
  return token ?? ''
}
