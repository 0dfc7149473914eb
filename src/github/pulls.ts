/** Which pull request the event is about. */

import { type GithubApi, type GithubReply, good } from './api.ts'
import type { PullHead, PullSource } from './event.ts'

export type FoundPull =
  | { readonly kind: 'pull'; readonly number: number }
  /** Not about any, which is nothing to act on. */
  | { readonly kind: 'none' }
  /** `why` is a sentence for a person, without its full stop. */
  | { readonly kind: 'unclear'; readonly why: string }

export async function findPull(
  api: GithubApi,
  source: PullSource,
  signal: AbortSignal,
): Promise<GithubReply<FoundPull>> {
  switch (source.kind) {
    case 'number':
      return good({ kind: 'pull', number: source.number })
    case 'none':
      return good({ kind: 'none' })
    case 'by_head':
      return byHead(api, source.head, signal)
  }
}

/** A filter that is not understood is not applied: more pages than this are not the pull requests of one branch. */
const MOST_PULL_PAGES = 5

/**
 * Asked for by branch, then judged by commit and repository: the commit alone finds no pull request from a fork, since
 * its commits are not in this repository, and a branch of that name may have moved on.
 */
async function byHead(api: GithubApi, head: PullHead, signal: AbortSignal): Promise<GithubReply<FoundPull>> {
  const numbers = new Set<number>()
  for (let page = 1; page <= MOST_PULL_PAGES; page++) {
    const listed = await api.listOpenPulls(head, page, signal)
    if (listed.kind === 'failed') return listed
    for (const { number, headSha, headRepository } of listed.value.items) {
      const isOurs = headSha === head.sha && headRepository.toLowerCase() === head.repository.toLowerCase()
      if (isOurs) numbers.add(number)
    }
    if (!listed.value.hasMore) break
  }
  const [number] = numbers
  if (number !== undefined && numbers.size === 1) return good({ kind: 'pull', number })
  const count = numbers.size === 0 ? 'No open pull request has' : `${numbers.size} open pull requests have`
  return good({ kind: 'unclear', why: `${count} ${head.sha} of ${head.repository} as head` })
}
