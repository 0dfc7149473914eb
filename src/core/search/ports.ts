/** What a search works with. */

import type { Platform } from '../platform.ts'
import type { Clock } from '../ports.ts'
import type { Channel } from '../requests/channel.ts'

export interface SearchPorts {
  readonly channel: Channel
  readonly platform: Platform
  readonly clock: Clock
}
