/** Keeps exactly one comment of a step on a pull request, whoever else comments there, and whatever runs beside it. */

import { failed, type GithubApi, type GithubFailure, type GithubReply, good } from './api.ts'
import { type CommentMarker, readMarker } from './marker.ts'

export interface Draft {
  readonly marker: CommentMarker
  readonly body: string
  /** False: an existing comment is brought up to date, but none is made. */
  readonly mayCreate: boolean
}

export type Kept =
  | 'created'
  | 'updated'
  | 'newer' // a later run of the workflow, on another commit, has written already
  | 'none' // there is none, and none is to be made

interface OwnComment {
  readonly id: number
  readonly body: string
  readonly marker: CommentMarker
}

/** `onRead` is told how many comments have been read so far. A reply in between that is lost may leave a second comment, which the next call takes away. */
export async function keepComment(
  api: GithubApi,
  pull: number,
  draft: Draft,
  signal: AbortSignal,
  onRead: (comments: number) => void = () => undefined,
): Promise<GithubReply<Kept>> {
  const found = await findOwn(api, pull, draft.marker.key, signal, onRead)
  if (found.kind === 'failed') return found
  if (found.value.length > 0) return bringUpToDate(api, pull, found.value, draft, signal)
  if (!draft.mayCreate) return good('none')
  const created = await create(api, pull, draft, signal)
  if (created.kind === 'failed') return created
  // A run beside this one may have found none either.
  const again = await findOwn(api, pull, draft.marker.key, signal)
  if (again.kind === 'failed' || again.value.length < 2) return created
  return bringUpToDate(api, pull, again.value, draft, signal)
}

/** What runs beside this one comes to the same choice, so that one comment stays. */
async function bringUpToDate(
  api: GithubApi,
  pull: number,
  own: readonly OwnComment[],
  draft: Draft,
  signal: AbortSignal,
): Promise<GithubReply<Kept>> {
  const [kept, ...surplus] = [...own].sort((one, other) => other.marker.runId - one.marker.runId || one.id - other.id)
  if (kept === undefined) return good('none')
  for (const { id } of surplus) {
    const deleted = await api.deleteComment(id, signal)
    if (deleted.kind === 'failed' && deleted.cause !== 'not_found') return deleted
  }
  if (isLater(kept.marker, draft.marker)) return good('newer')
  if (kept.body === draft.body) return good('updated')
  const updated = await api.updateComment(kept.id, draft.body, signal)
  if (updated.kind === 'good') return good('updated')
  // Deleted since it was listed.
  if (updated.cause === 'not_found' && draft.mayCreate) return create(api, pull, draft, signal)
  return updated.cause === 'not_found' ? good('none') : updated
}

/** Runs of one commit are told in the order in which they end; a run of an earlier commit must not hide a later one's. */
function isLater(kept: CommentMarker, draft: CommentMarker): boolean {
  return kept.runId > draft.runId && kept.sha !== draft.sha
}

async function create(api: GithubApi, pull: number, draft: Draft, signal: AbortSignal): Promise<GithubReply<Kept>> {
  const created = await api.createComment(pull, draft.body, signal)
  return created.kind === 'good' ? good('created') : created
}

/**
 * Our comments on the first page that has any. A comment with our marker by anybody else is none of ours; who we are is
 * asked only if there is one to judge, since that takes a request.
 */
async function findOwn(
  api: GithubApi,
  pull: number,
  key: string,
  signal: AbortSignal,
  onRead: (comments: number) => void = () => undefined,
): Promise<GithubReply<readonly OwnComment[]>> {
  let self: string | undefined
  let read = 0
  for (let page = 1; ; page++) {
    const listed = await api.listComments(pull, page, signal)
    if (listed.kind === 'failed') return listed
    read += listed.value.items.length
    onRead(read)
    const marked = listed.value.items.flatMap(({ id, author, body }) => {
      const marker = readMarker(body, key)
      return marker === undefined ? [] : [{ id, author, body, marker }]
    })
    if (marked.length > 0 && self === undefined) {
      const asked = await api.whoAmI(signal)
      if (asked.kind === 'failed') return unknownSelf(asked)
      self = asked.value
    }
    const own = marked.filter(({ author }) => isSame(author, self))
    if (own.length > 0 || !listed.value.hasMore) return good(own)
  }
}

function unknownSelf({ cause, message }: GithubFailure): GithubFailure {
  return failed(
    cause,
    `there is a comment with this step's marker, but GitHub does not tell whether it is ours (${message})`,
  )
}

function isSame(author: string, self: string | undefined): boolean {
  return author !== '' && author.toLowerCase() === self?.toLowerCase()
}
