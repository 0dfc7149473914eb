import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openTextFile } from '../../src/runtime/text-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'text-file-'))

describe('a text file', () => {
  test('is there with its folders, also where two make the same at once, and replaces what was there', async () => {
    const paths = ['a/b/c/log.txt', 'a/b/d/log.txt', 'old.txt'].map((path) => join(folder, path))
    writeFileSync(join(folder, 'old.txt'), 'a longer text of before')
    const files = await Promise.all(paths.map(openTextFile))
    for (const file of files) {
      await file.write('one\n')
      await file.write('two\n')
      await file.close()
    }
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(paths.map(() => 'one\ntwo\n'))
  })

  // A folder that takes no other: asked to make one there, Node's own recursion never ends.
  const refusing = process.platform === 'linux' ? ['/proc/no-such-folder/log.txt'] : []

  test.each([join(folder, 'old.txt', 'log.txt'), ...refusing])(
    'is refused in the system’s words where it can’t be: %s',
    async (path) => {
      await expect(openTextFile(path)).rejects.toThrow(/^E[A-Z]+: /)
    },
  )

  const onPosix = process.platform === 'win32' ? test.skip : test

  onPosix('is refused at once where a pipe is that nobody reads, and where it would be standard output', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    for (const path of [pipe, '/dev/null', folder]) await expect(openTextFile(path)).rejects.toThrow('no regular file')
  })
})
