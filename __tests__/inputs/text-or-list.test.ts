import { describe, expect, test } from '@jest/globals'
import * as yaml from 'yaml'
import { InputReader, YamlNeeded } from '../../src/inputs/reader.ts'

function command(text: string) {
  const reader = new InputReader({ INPUT_COMMAND: text }, yaml)
  const value = reader.textOrList('command')
  return { value, faults: reader.faults, warnings: reader.warnings }
}

describe('a command', () => {
  test.each([
    ['["python", "train.py", "--lr=1.10"]', ['python', 'train.py', '--lr=1.10']],
    ['\n [ "a b" ]\n', ['a b']],
    ['- python\n- train.py', ['python', 'train.py']],
    ['- 1.10\n- yes\n- 0x10\n- ~\n-\n- "a: b"\n- two words', ['1.10', 'yes', '0x10', '~', '', 'a: b', 'two words']],
    ['# what to run\n\n  - a\n  - b\n  # and why\n', ['a', 'b']],
    ['- sh\n- -c\n- |\n  echo a\n  echo b\n', ['sh', '-c', 'echo a\necho b\n']],
    ['- a\r\n- b\r\n', ['a', 'b']],
  ])('%j is a list', (text, list) => {
    expect(command(text)).toEqual({ value: list, faults: [], warnings: [] })
  })

  test.each([
    'python train.py',
    '[ -f x ] && echo',
    '[[ -f x ]] && echo',
    '[a, b]',
    '["a", 1]',
    '["a"',
    '"a"',
    '-x --y',
    '--help',
    'set -e\n- a',
    '  indented\n    more\n\nend',
    '{"a": 1}',
    'a: b',
  ])('%j is sent as it is', (text) => {
    expect(command(text)).toEqual({ value: text, faults: [], warnings: [] })
  })

  test('loses only the newline that the YAML of the workflow put at its end', () => {
    expect(command('  echo a\n  echo b  \n').value).toBe('  echo a\n  echo b  ')
  })

  test.each(['- a: b', '- [a]', '- *x', '- &x y', '- !x y', '- a\nb', '- a\n--- \n- b'])(
    '%j only starts like a list: sent as it is, with a warning',
    (text) => {
      const { value, warnings } = command(text)
      expect(value).toBe(text)
      expect(warnings).toEqual([expect.stringContaining('command')])
    },
  )

  test('an empty list is a fault', () => {
    expect(command('[]').faults).toHaveLength(1)
  })

  test('only a YAML list needs the YAML parser', () => {
    expect(new InputReader({ INPUT_COMMAND: '["a"]' }).textOrList('command')).toEqual(['a'])
    expect(new InputReader({ INPUT_COMMAND: 'a' }).textOrList('command')).toBe('a')
    expect(() => new InputReader({ INPUT_COMMAND: '- a' }).textOrList('command')).toThrow(YamlNeeded)
  })

  test('a long run of comment lines is read in no time', () => {
    const text = `${'#\n'.repeat(30_000)}x`
    expect(command(text).value).toBe(text)
    expect(command(`${' \n'.repeat(30_000)}x`).warnings).toEqual([])
  })
})
