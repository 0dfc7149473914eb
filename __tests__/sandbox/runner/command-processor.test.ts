import { describe, expect, test } from '@jest/globals'
import { CommandProcessor } from '../../../sandbox/runner/command-processor.ts'
import { SecretMasker } from '../../../sandbox/runner/secret-masker.ts'

function processed(lines: readonly string[], options: { debug?: boolean } = {}) {
  const masker = new SecretMasker()
  const processor = new CommandProcessor({ masker, debug: options.debug ?? false, onLine: () => {} })
  for (const line of lines) processor.process(line, 'stdout')
  return { processor, masker, log: processor.logLines }
}

describe('what a person sees in the log', () => {
  test('annotations and groups are shown as the page shows them, plain text as it is', () => {
    const { log } = processed(['plain', '::error::e', '::warning::w', '::notice::n', '::group::g', '::endgroup::'])
    expect(log).toEqual(['plain', 'Error: e', 'Warning: w', 'Notice: n', '##[group]g', '##[endgroup]'])
  })

  test('an error of several lines takes as many in the log', () => {
    expect(processed(['::error::one%0Atwo']).log).toEqual(['Error: one', 'two'])
  })

  test('debug lines are shown only with debug logging', () => {
    expect(processed(['::debug::d']).log).toEqual([])
    expect(processed(['::debug::d'], { debug: true }).log).toEqual(['##[debug]d'])
  })

  test('a command that the runner does not know is text', () => {
    const { processor, log } = processed(['::unknown::x', '##[section]x', '::internal-set-repo-path::x'])
    expect(log).toEqual(['::unknown::x', '##[section]x', '::internal-set-repo-path::x'])
    expect(processor.commands).toEqual([])
  })

  test('echoed commands are shown once echo is on, a mask without its value', () => {
    const { log } = processed(['::echo::on', '::add-mask::hidden', '::group::g', '::echo::off', '::group::h'])
    expect(log).toEqual(['::add-mask::***', '::group::g', '##[group]g', '::echo::off', '##[group]h'])
  })
})

describe('annotations', () => {
  test('carry title and place, whatever the case of the property', () => {
    const { processor } = processed(['::error title=T,file=a.ts,line=1,endline=2,COL=3,other=4::m'])
    expect(processor.annotations).toEqual([
      {
        level: 'error',
        message: 'm',
        source: 'action',
        shown: true,
        title: 'T',
        file: 'a.ts',
        line: '1',
        endLine: '2',
        col: '3',
      },
    ])
  })

  test('are masked first and then cut at 4,096 characters', () => {
    const { processor, log } = processed(['::add-mask::secret', `::error::${'x'.repeat(4090)}secret-and-more`])
    expect(processor.annotations[0]?.message).toBe(`${'x'.repeat(4090)}***-an`)
    expect(log).toEqual([`Error: ${'x'.repeat(4090)}***-an`])
  })

  test('past the tenth of a level are kept, but not shown', () => {
    const { processor } = processed([...Array(12).fill('::error::e'), '::warning::w'])
    expect(processor.annotations.map((annotation) => annotation.shown)).toEqual([
      ...Array(10).fill(true),
      false,
      false,
      true,
    ])
  })
})

describe('masks', () => {
  test('hold from the line after the command, for each line of the value', () => {
    const { log } = processed(['first', '::add-mask::first%0Asecond', 'the first and the second'])
    expect(log).toEqual(['first', 'the *** and the ***'])
  })

  test('an empty one is warned of', () => {
    expect(processed(['::add-mask::']).processor.annotations).toMatchObject([{ level: 'warning', source: 'runner' }])
  })
})

describe('stop-commands', () => {
  test('stops every command until its token comes, an add-mask included, which is printed', () => {
    const { processor, log } = processed([
      '::stop-commands::tok',
      '::add-mask::oops',
      '##[error]x',
      '##[tok]',
      '::error::y',
    ])
    expect(log).toEqual(['::stop-commands::tok', '::add-mask::oops', '##[error]x', '##[tok]', 'Error: y'])
    expect(processor.commands.map((command) => command.name)).toEqual(['stop-commands', 'tok', 'error'])
  })

  test('keeps its token masked for good', () => {
    const { log } = processed(['::stop-commands::long-token', '::long-token::', 'long-token'])
    expect(log).toEqual(['::stop-commands::***', '::***::', '***'])
  })

  test.each(['', 'error', 'pause-logging'])('refuses %j as a token', (token) => {
    const { processor } = processed([`::stop-commands::${token}`, '::error::still a command'])
    expect(processor.failed).toBe(true)
    expect(processor.annotations.at(-1)?.message).toBe('still a command')
  })

  test('a token that has served is an unknown command', () => {
    const { processor } = processed(['::stop-commands::tok', '::tok::', '::tok::'])
    expect(processor.commands).toHaveLength(2)
  })
})

describe('commands that files have replaced', () => {
  test('set-output and save-state are warned of, but in force', () => {
    const { processor } = processed(['::set-output name=a::1', '::save-state name=b::2'])
    expect([...processor.outputs]).toEqual([['a', '1']])
    expect([...processor.state]).toEqual([['b', '2']])
    expect(processor.annotations.map((annotation) => annotation.level)).toEqual(['warning', 'warning'])
    expect(processor.failed).toBe(false)
  })

  test.each(['::set-env name=A::1', '::add-path::/bin', '::set-output::no name', '::echo::maybe'])(
    '%j is refused and fails the step',
    (line) => {
      const { processor } = processed([line])
      expect(processor.failed).toBe(true)
      expect(processor.commands).toHaveLength(1)
      expect(processor.annotations[0]).toMatchObject({ level: 'error', source: 'runner' })
    },
  )
})
