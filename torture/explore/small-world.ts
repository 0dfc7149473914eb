/**
 * A small world of stories: a plain one, and axes along which it varies. Every story has a number, in which each axis is a
 * digit, so that a number is all that it takes to play a story again.
 *
 * Many numbers tell the same story: what becomes of a second trigger is all the same where none is sent. So a choice says by
 * which request, or when, it shows. As long as it has not shown, the story goes as with the plain choice, to the millisecond;
 * where it never shows it is the plain one's twin. Each story is played once: what differs from it is found by what it showed.
 */

import type { Platform } from '../../sandbox/control-plane/types.ts'
import type { StoryRecord } from '../record.ts'
import type { StorySetup } from '../story-setup.ts'

/** A moment of a story, for order: milliseconds from its start, then which request it was. */
export type Moment = readonly [atMs: number, request: number]

/** One way in which a story may go along an axis; the first of an axis is the plain one. */
export interface Choice {
  readonly label: string
  readonly change: (setup: StorySetup) => StorySetup
  /** When it shows for the first time in a story that has so far gone plainly along its axis; absent: from the very start. */
  readonly shows?: (record: StoryRecord) => Moment | undefined
}

export interface Axis {
  readonly name: string
  readonly choices: readonly Choice[]
}

export interface SmallWorld {
  readonly name: string
  readonly platform: Platform
  readonly plain: StorySetup
  readonly axes: readonly Axis[]
}

export interface Numbered {
  readonly number: number
  readonly setup: StorySetup
  /** What was chosen along each axis. */
  readonly labels: Readonly<Record<string, string>>
  /** How many axes left the plain story. */
  readonly changes: number
}

/** All numbers, those that tell the same story as another one included. */
export function sizeOf({ axes }: SmallWorld): number {
  return axes.reduce((product, { choices }) => product * choices.length, 1)
}

/** The numbers of the stories that have these choices (`axis: label`) along their axes. */
export function numbersWith({ axes }: SmallWorld, choices: readonly string[]): readonly number[] {
  const isMeant = (axis: Axis, { label }: Choice): boolean => {
    const meant = choices.filter((choice) => choice.startsWith(`${axis.name}: `))
    return meant.length === 0 || meant.includes(`${axis.name}: ${label}`)
  }
  return axes.reduce<readonly number[]>(
    (numbers, axis) =>
      numbers.flatMap((number) =>
        axis.choices.flatMap((choice, digit) => (isMeant(axis, choice) ? [number * axis.choices.length + digit] : [])),
      ),
    [0],
  )
}

/** The story of that number. Throws where there is none. */
export function storyOf(world: SmallWorld, number: number): Numbered {
  const chosen = digitsOf(world, number).map((digit, at) => choiceOf(world, at, digit))
  const names = world.axes.map(({ name }) => name)
  return {
    number,
    labels: Object.fromEntries(chosen.map(({ label }, at) => [names[at], label])),
    changes: digitsOf(world, number).filter((digit) => digit > 0).length,
    setup: chosen.reduce((plain, { change }) => change(plain), world.plain),
  }
}

/** The stories that show from their very start that they are not the plain one, and the plain one. */
export function rootsOf({ axes }: SmallWorld): readonly number[] {
  return axes.reduce<readonly number[]>(
    (numbers, { choices }) =>
      numbers.flatMap((number) =>
        choices.flatMap(({ shows }, digit) =>
          digit === 0 || shows === undefined ? [number * choices.length + digit] : [],
        ),
      ),
    [0],
  )
}

/**
 * Stories that go on like this one up to a moment after all that it shows already, and there leave the plain way along one more
 * axis. From the roots every story is come by in this way, once: by leaving out of it what shows last.
 */
export function branchesOf(world: SmallWorld, number: number, record: StoryRecord): readonly number[] {
  const digits = digitsOf(world, number)
  const moments = digits.map((digit, at) =>
    digit === 0 ? undefined : momentOf(choiceOf(world, at, digit), at, record),
  )
  const last = moments.reduce((latest, moment) => (isLater(moment, latest) ? moment : latest), undefined)
  return world.axes.flatMap(({ choices }, at) => {
    if (digits[at] !== 0) return []
    return choices.flatMap((choice, digit) => {
      const moment = choice.shows === undefined ? undefined : momentOf(choice, at, record)
      return isLater(moment, last) ? [number + digit * weightOf(world, at)] : []
    })
  })
}

/** Whether all that was chosen for a story showed in it: else it was another one's twin. */
export function isOwn(world: SmallWorld, number: number, record: StoryRecord): boolean {
  return digitsOf(world, number).every((digit, at) => {
    const { shows } = choiceOf(world, at, digit)
    return digit === 0 || shows === undefined || shows(record) !== undefined
  })
}

type Ordered = readonly [...Moment, axis: number]

function momentOf({ shows }: Choice, axis: number, record: StoryRecord): Ordered | undefined {
  const moment = shows?.(record)
  return moment && [...moment, axis]
}

function isLater(one: Ordered | undefined, other: Ordered | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined
  const at = one.findIndex((value, index) => value !== other[index])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}

function choiceOf({ axes }: SmallWorld, at: number, digit: number): Choice {
  const choice = axes[at]?.choices[digit]
  if (choice === undefined) throw new Error(`there is no choice ${digit} of axis ${at}`)
  return choice
}

function digitsOf(world: SmallWorld, number: number): readonly number[] {
  if (!(number >= 0 && number < sizeOf(world))) throw new Error(`there is no story ${number}`)
  return world.axes.map(({ choices }, at) => Math.floor(number / weightOf(world, at)) % choices.length)
}

/** By how much the number grows where the axis goes on by one. */
function weightOf({ axes }: SmallWorld, at: number): number {
  return axes.slice(at + 1).reduce((product, { choices }) => product * choices.length, 1)
}
