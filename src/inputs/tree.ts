/** A structured input as it was written, whether as JSON or as YAML: what its scalars mean is decided later. */

export type Tree = Scalar | MapTree | ListTree

export interface Scalar {
  readonly kind: 'scalar'
  /** `quoted` is a string for certain; what `plain` text is depends on who reads it. YAML's block scalars are quoted. */
  readonly style: 'plain' | 'quoted'
  readonly text: string
  /** Plain, and followed by ` #` on its line: what stands behind that is a comment in YAML. */
  readonly isCut?: boolean
  /** Plain, and written on several lines. */
  readonly isFolded?: boolean
}

export interface MapTree {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Tree>
}

export interface ListTree {
  readonly kind: 'list'
  readonly items: readonly Tree[]
}

/** How deep maps and lists may nest. Far beyond any job's parameters, and far from the end of the stack. */
export const GREATEST_DEPTH = 64

/** A text that can't be used. The message says why, in words that repeat no value. */
export class UnusableText extends Error {
  override readonly name = 'UnusableText'
}

/** Gathers a map's entries. Throws `UnusableText` for a key that is there already. */
export function toMapTree(
  entries: Iterable<readonly [key: string, value: Tree]>,
  nameOf: (key: string) => string,
): MapTree {
  const map = new Map<string, Tree>()
  for (const [key, value] of entries) {
    if (map.has(key)) throw new UnusableText(`the key ${nameOf(key)} is there twice`)
    map.set(key, value)
  }
  return { kind: 'map', entries: map }
}
