/**
 * A small world of stories: a plain one, and axes along which it varies. Every story has a number, in which each axis is a
 * digit, so that a number is all that it takes to play a story again.
 */

import type { Platform } from '../../sandbox/control-plane/types.ts'
import type { Plot } from '../plot.ts'

/** One way in which a story may go along an axis; the first of an axis is the plain one. */
export interface Choice {
  readonly label: string
  readonly change: (plot: Plot) => Plot
}

export interface Axis {
  readonly name: string
  readonly choices: readonly Choice[]
}

export interface Space {
  readonly name: string
  readonly platform: Platform
  readonly plain: Plot
  readonly axes: readonly Axis[]
  /** Whether these choices tell a story of their own; absent: all do. */
  readonly isOwn?: (labels: Readonly<Record<string, string>>) => boolean
}

export interface Numbered {
  readonly number: number
  readonly plot: Plot
  /** What was chosen along each axis. */
  readonly labels: Readonly<Record<string, string>>
  /** How many axes left the plain story. */
  readonly changes: number
}

/** All numbers, those of stories that are not their own included. */
export function numbersOf({ axes }: Space): number {
  return axes.reduce((product, { choices }) => product * choices.length, 1)
}

/** The story of that number; undefined where it is another one's twin. */
export function storyOf(space: Space, number: number): Numbered | undefined {
  const chosen: (readonly [Axis, Choice])[] = []
  let rest = number
  let changes = 0
  for (const axis of space.axes.toReversed()) {
    const digit = rest % axis.choices.length
    rest = Math.floor(rest / axis.choices.length)
    const choice = axis.choices[digit]
    if (choice === undefined) return undefined
    if (digit > 0) changes += 1
    chosen.unshift([axis, choice])
  }
  const labels = Object.fromEntries(chosen.map(([{ name }, { label }]) => [name, label]))
  if (space.isOwn?.(labels) === false) return undefined
  const plot = chosen.reduce((plain, [, { change }]) => change(plain), space.plain)
  return { number, labels, changes, plot: { ...plot, story: number } }
}

/** How many stories are its own. */
export function sizeOf(space: Space): number {
  const all = numbersOf(space)
  if (space.isOwn === undefined) return all
  let size = 0
  for (let number = 0; number < all; number += 1) if (storyOf(space, number) !== undefined) size += 1
  return size
}
