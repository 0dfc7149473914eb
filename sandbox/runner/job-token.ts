/** The form of a job's own token since April 2026 (GitHub's changelog of 2026-04-23): a JWT of some 520 characters. */

const LENGTH = 520

/** Good for nothing, and different for each word. */
export function fakeJobToken(word: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = part({ alg: 'RS256', typ: 'JWT' })
  const claims = part({ iss: 'github', sub: word, exp: 4_102_444_800 })
  const signature = Buffer.from(word.repeat(LENGTH)).toString('base64url')
  return `${head}.${claims}.${signature}`.slice(0, LENGTH)
}
