/** What GitHub did not let happen -> the one warning about it, with what to do. */

import type { GithubFailure } from './api.ts'

export type Permission = 'statuses: write' | 'pull-requests: write'

/** `what`: "The commit status `x` could not be set". */
export function describeFailure(what: string, { cause, message }: GithubFailure, permission: Permission): string {
  return `${what}: ${message}.${advice(cause, permission)}`
}

function advice(cause: GithubFailure['cause'], permission: Permission): string {
  switch (cause) {
    case 'bad_token':
      return (
        ' The token in `github-token` is invalid or has expired' +
        " (an App's lives an hour, the job's own as long as the job)."
      )
    case 'not_allowed':
    case 'not_found':
      return (
        ` Check that \`github-token\` may do this: the job needs \`permissions: ${permission}\`` +
        ' (a pull request from a fork, or by Dependabot, gets a token that may only read).'
      )
    case 'rate_limited':
    case 'refused':
    case 'unavailable':
      return ''
  }
}
