// One random story that goes wrong is enough for a mutant: which is the shortest one does not matter.
import fc from 'fast-check'

fc.configureGlobal({ endOnFailure: true })
