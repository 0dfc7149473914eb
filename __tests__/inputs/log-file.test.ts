import path from 'node:path'
import { expect, test } from '@jest/globals'
import { readLogFile } from '../../src/inputs/log-file.ts'
import { InputReader } from '../../src/inputs/reader.ts'

function read(given: string, workspace = '/home/runner/work', system: 'posix' | 'win32' = 'posix') {
  const reader = new InputReader({ 'INPUT_LOG-FILE': given, GITHUB_WORKSPACE: workspace })
  const file = readLogFile(reader, path[system])
  return reader.faults.length > 0 ? 'faulty' : file
}

test('a relative path is below the workspace, an absolute one is itself', () => {
  expect(read('logs/run.log')).toBe('/home/runner/work/logs/run.log')
  expect(read('/tmp/run.log')).toBe('/tmp/run.log')
  expect(read('logs\\run.log', 'D:\\a\\work', 'win32')).toBe('D:\\a\\work\\logs\\run.log')
  expect(read('E:\\run.log', 'D:\\a\\work', 'win32')).toBe('E:\\run.log')
  expect(read('')).toBeUndefined()
})

test.each(['../run.log', 'a/../../run.log', '.', 'logs/', 'a\u0000b', '..'])(
  'a relative path that leaves the workspace or names no file is refused: %j',
  (given) => {
    expect(read(given)).toBe('faulty')
  },
)

test.each(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'])(
  'a file of the runner’s own is refused, since a job could write into it what it likes: %s',
  (name) => {
    const env = { 'INPUT_LOG-FILE': '/temp/commands/../own', [name]: '/temp/own', GITHUB_WORKSPACE: '/work' }
    const reader = new InputReader(env)
    readLogFile(reader, path.posix)
    expect(reader.faults).toMatchObject([{ input: 'log-file' }])
  },
)
