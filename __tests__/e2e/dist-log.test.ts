/** What the shipped action shows of a run's log: live, as text, and within bounds. */

import { tellEventStream } from './stories/event-stream.ts'
import { tellForeignLogText } from './stories/foreign-log-text.ts'
import { tellLogs } from './stories/logs.ts'
import { tellTopics } from './teller.ts'

tellTopics({
  logs: tellLogs,
  'event stream': tellEventStream,
  'foreign log text': tellForeignLogText,
})
