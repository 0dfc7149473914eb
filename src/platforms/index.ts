/** The registry: a line for each platform. */

import type { PlatformDefinition } from './definition.ts'
import { kubiya } from './kubiya/index.ts'
import { trueFoundry } from './truefoundry/index.ts'

export const platforms: readonly PlatformDefinition[] = [trueFoundry, kubiya]
