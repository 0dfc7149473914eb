import { access } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { renderStep } from '../../../sandbox/runner/index.ts'
import { runFixture } from './fixture.ts'

const printInputs = `
for (const [name, value] of Object.entries(env)) if (name.startsWith('INPUT_')) console.log(name + '=' + value)
`

describe('inputs', () => {
  const inputs = `
  Two words: { default: 1 }
  some-flag: { default: true }
  none: { required: true }
  token: { default: "\${{ github.token }}" }
  repo: { default: "in \${{ github.repository }}" }
  job: { default: "\${{ job.check_run_id }}" }
  leg: { default: "\${{ strategy.job-index }}" }
  unknown: { default: "\${{ matrix.model }}" }
  old: { deprecationMessage: gone soon }`

  test('reach the action with their defaults, upper-cased, hyphens kept', async () => {
    const result = await runFixture({ main: printInputs, inputs }, { githubToken: 'ghs_fake' })
    expect(result.rawStdout.split('\n').sort()).toEqual([
      '',
      'INPUT_JOB=48019357221',
      'INPUT_LEG=0',
      'INPUT_NONE=',
      'INPUT_OLD=',
      'INPUT_REPO=in octo-org/octo-repo',
      'INPUT_SOME-FLAG=true',
      'INPUT_TOKEN=ghs_fake',
      'INPUT_TWO_WORDS=1',
      'INPUT_UNKNOWN=',
    ])
    expect(result.log).toContain('INPUT_TOKEN=***')
    expect(result.annotations).toEqual([])
  })

  test('an empty one is not replaced by the default, an unknown one is passed on with a warning', async () => {
    const given = { 'SOME-FLAG': '', extra: 'x', old: 'y' }
    const result = await runFixture({ main: printInputs, inputs }, { inputs: given })
    expect(result.rawStdout).toContain('INPUT_SOME-FLAG=\n')
    expect(result.rawStdout).toContain('INPUT_EXTRA=x\n')
    expect(result.annotations.map((annotation) => annotation.message)).toEqual([
      "Input 'old' has been deprecated with message: gone soon",
      expect.stringContaining("Unexpected input(s) 'extra', valid inputs are ['Two words', 'some-flag'"),
    ])
  })

  test('one of 128 KiB keeps the action from starting; post still runs', async () => {
    const result = await runFixture(
      { main: '', post: 'console.log("here")' },
      { inputs: { big: 'x'.repeat(128 * 1024) }, postInputs: {} },
    )
    expect(result).toMatchObject({ conclusion: 'failure', exitCode: null })
    expect(result.log).toContain('E2BIG')
    expect(result.post.log).toBe('here')
  })
})

describe('the environment', () => {
  test('is a clean one, with the variables of a workflow and the event in a file', async () => {
    process.env.LEAK_FROM_OUTSIDE = '1'
    const main = `
    import { readFileSync } from 'node:fs'
    console.log([env.LEAK_FROM_OUTSIDE, env.GITHUB_ACTIONS, env.GITHUB_REPOSITORY, env.GITHUB_API_URL, env.A].join())
    console.log(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'), env.GITHUB_EVENT_NAME, process.cwd() === env.GITHUB_WORKSPACE)`
    const result = await runFixture(
      { main },
      {
        env: { A: 'a' },
        runnerEnv: { GITHUB_API_URL: 'http://127.0.0.1:1' },
        event: { name: 'pull_request', payload: { n: 1 } },
      },
    )
    delete process.env.LEAK_FROM_OUTSIDE
    expect(result.logLines).toEqual([',true,octo-org/octo-repo,http://127.0.0.1:1,a', '{"n":1} pull_request true'])
    expect(result.header).toEqual(['Run Fixture', 'env:', '  A: a'])
  })

  test('leaves nothing behind', async () => {
    const result = await runFixture({ main: 'console.log(env.RUNNER_TEMP)' })
    await expect(access(result.log)).rejects.toThrow('ENOENT')
  })
})

describe('outputs, state, environment and path', () => {
  test('are read from their files, and what main saved reaches post', async () => {
    const result = await runFixture({
      main: `
      put('OUTPUT', 'a=1\\nb<<E\\nx\\ny\\nE\\n__proto__=z\\n')
      put('STATE', 's<<E\\nx\\ny\\nE\\n')
      put('ENV', 'FROM_MAIN=m\\n')
      put('PATH', '/first\\n/second\\n')`,
      post: `
      put('OUTPUT', 'late=1\\n')
      console.log(JSON.stringify([env.STATE_s, env.FROM_MAIN, env.PATH.split(':').slice(0, 2)]))`,
    })
    expect(Object.entries(result.outputs)).toEqual([
      ['a', '1'],
      ['b', 'x\ny'],
      ['__proto__', 'z'],
    ])
    expect(result.envChanges).toEqual({ FROM_MAIN: 'm' })
    expect(result.pathChanges).toEqual(['/first', '/second'])
    expect(JSON.parse(result.post.log)).toEqual(['x\ny', 'm', ['/second', '/first']])
    expect(result).toMatchObject({ conclusion: 'success', jobConclusion: 'success' })
  })

  test('a value that was not fenced forges an output, and the runner takes it', async () => {
    const result = await runFixture({ main: `put('OUTPUT', 'error=' + 'text\\nconclusion=success' + '\\n')` })
    expect(result.outputs).toEqual({ error: 'text', conclusion: 'success' })
  })

  test('a broken file fails the step', async () => {
    const result = await runFixture({ main: `put('OUTPUT', 'good=1\\nbad<<E\\nno end')` })
    expect(result).toMatchObject({ conclusion: 'failure', exitCode: 0, outputs: { good: '1' } })
    expect(result.log).toContain("Error: Unable to process file command 'output' successfully.")
  })
})

describe('the summary', () => {
  test('is masked where it is uploaded', async () => {
    const result = await runFixture({ main: `put('STEP_SUMMARY', '# key hush')` }, { secrets: ['hush'] })
    expect(result).toMatchObject({ summary: '# key ***', rawSummary: '# key hush' })
  })

  test('of more than 1 MiB is rejected with an error that does not fail the step', async () => {
    const result = await runFixture({ main: `put('STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1))` })
    expect(result).toMatchObject({ conclusion: 'success', summary: '' })
    expect(result.log).toContain('upload aborted')
    const fitting = await runFixture({ main: `put('STEP_SUMMARY', 'x'.repeat(1024 * 1024))` })
    expect(fitting.summary).toHaveLength(1024 * 1024)
  })
})

describe('the log', () => {
  test('runs the commands of both streams, and keeps what was printed as it was', async () => {
    const result = await runFixture({
      main: `
      process.stderr.write('::add-mask::hush\\r##[warning]from stderr')
      process.once('exit', () => process.stdout.write('hush\\r\\n  ::error title=T::hush'))`,
    })
    expect(result.commands.map(({ stream, name }) => `${stream} ${name}`)).toEqual(
      expect.arrayContaining(['stderr add-mask', 'stderr warning', 'stdout error']),
    )
    expect(result.masks).toContain('hush')
    expect(result.rawStderr).toBe('::add-mask::hush\r##[warning]from stderr')
    expect(result.rawStdout).toBe('hush\r\n  ::error title=T::hush')
  })

  test('joins a character that was torn between two writes', async () => {
    const main = `
    const bytes = Buffer.from('ü')
    process.stdout.write(bytes.subarray(0, 1), () => setTimeout(() => process.stdout.write(bytes.subarray(1)), 20))`
    expect((await runFixture({ main })).log).toBe('ü')
  })

  test('comes line by line while the step runs', async () => {
    const seen: string[] = []
    const result = await runFixture(
      { main: `console.log('::notice::one')`, post: `console.error('two')` },
      { onLine: (line, stream) => seen.push(`${stream} ${line}`) },
    )
    expect(seen).toEqual(['stdout Notice: one', 'stderr two'])
    expect(result.log).toBe('Notice: one')
  })

  test('with debug logging the action knows of it, and its debug lines show', async () => {
    const result = await runFixture({ main: `console.log('::debug::' + env.RUNNER_DEBUG)` }, { debug: true })
    expect(result.log).toBe('##[debug]1')
  })
})

describe('the verdict', () => {
  test('is failure for an exit code other than 0, and for an uncaught error', async () => {
    expect(await runFixture({ main: 'process.exit(3)' })).toMatchObject({ conclusion: 'failure', exitCode: 3 })
    expect(await runFixture({ main: 'throw new Error("x")' })).toMatchObject({ conclusion: 'failure', exitCode: 1 })
  })

  test('is failure with 128 + n for a process that a signal killed', async () => {
    const result = await runFixture({ main: `process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)` })
    expect(result).toMatchObject({ conclusion: 'failure', exitCode: 137, signal: 'SIGKILL' })
  })

  test('is shown with header, log, annotations and outputs, secrets masked', async () => {
    const main = `
    console.log('::group::Waiting')
    console.log('still hush')
    console.log('::endgroup::')
    console.log('::error title=Run failed::it broke')
    put('OUTPUT', 'run-id=hush-7\\n')
    process.exitCode = 1`
    const inputs = { 'api-key': 'hush', empty: '' }
    const declared = '  api-key: {}\n  empty: {}'
    const result = await runFixture({ main, post: '', inputs: declared }, { inputs, secrets: ['hush'] })
    const shown = renderStep(result)
    expect(shown).not.toContain('hush')
    expect(shown.split('\n')).toEqual([
      'Run Fixture',
      'with:',
      '  api-key: ***',
      '',
      '▼ Waiting',
      '  still ***',
      'Error: it broke',
      '',
      'Annotations',
      '  [error] Run failed: it broke',
      '',
      'Outputs',
      '  run-id = ***-7',
      '',
      expect.stringMatching(/^Step: failure \(exit code 1, \d+\.\d s\)\. Post: success \(exit code 0, \d+\.\d s\)$/),
    ])
  })
})
