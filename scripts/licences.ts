/** Which packages are in the bundle, and whether dist/licenses.txt has the licence of each. */

/** What esbuild's metafile and webpack's statistics say, as far as it is needed. */
export interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>
}
export interface StatsModule {
  /** A path, with loaders and the like around it; of several modules in one, the first. */
  readonly name?: string
  readonly modules?: readonly StatsModule[]
}

/** Names of the packages whose code is in the bundle. */
export function bundledPackages(metafile: Metafile, stats: { readonly modules?: readonly StatsModule[] }): Set<string> {
  const own = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
  return new Set([...own, ...pathsIn(stats.modules)].flatMap(packageOf))
}

function pathsIn(modules: readonly StatsModule[] = []): readonly string[] {
  return modules.flatMap(({ name = '', modules: inner }) => [name, ...pathsIn(inner)])
}

/** The innermost: a package may have others in it. */
function packageOf(path: string): readonly string[] {
  const name = /^.*node_modules\/((?:@[^/]+\/)?[^/|!\s]+)/.exec(path)?.[1]
  return name === undefined ? [] : [name]
}

/** Each package of licenses.txt: `name 1.2.3`, the licence's short name, and its text. */
export function licencesIn(text: string): ReadonlyMap<string, string> {
  const head = /^((?:@[a-z0-9._-]+\/)?[a-z0-9._-]+) \d+\.\d+\.\d+\S*$/
  const texts = new Map<string, string>()
  let current = ''
  for (const line of text.split('\n')) {
    const name = head.exec(line)?.[1]
    if (name !== undefined) current = name
    else texts.set(current, `${texts.get(current) ?? ''}${line}\n`)
  }
  return texts
}

/** A short name alone, such as `MIT`, is no licence: nearly all demand that their text goes along. */
const SHORTEST_LICENCE = 400

/** The packages without a licence. */
export function unlicensed(packages: Iterable<string>, licences: string): readonly string[] {
  const texts = licencesIn(licences)
  return [...packages].filter((name) => (texts.get(name)?.length ?? 0) < SHORTEST_LICENCE).sort()
}
