/**
 * One trigger, one run.
 *
 * **Certain.** A good answer names the run. The platform's own JSON error (a 4xx other than 408 and 429) means that
 * there is none. When the connection was never made, or the answer was 429, nothing was started: the trigger is sent
 * again, with backoff, until `timeout` or `outage-tolerance`.
 *
 * **Doubtful.** Everything else: a reset, a time-out, a 5xx, a 408, a redirect, an answer that can't be read or names a
 * run that was there before, a 4xx in somebody else's words. The request may have started a run, or may still do so.
 *
 * **How doubt is settled.** By looking among the job's runs, at least three times over at least
 * max(15 s, `request-timeout`) (`search/`). "Newer than the attempt" is judged by the platform's clock:
 * the `Date` of the first list answer, less the time that passed here since the attempt, less some slack.
 *
 * - A newer run that carries our alias, by a search that finds nothing under an alias no run has, is ours: adopted.
 * - No newer run at all: the trigger is sent once more, under the same alias, and before every later send and before a
 *   verdict in doubt there is another look. Should the first one take effect late
 *   after all, its run is found by the alias, beside the wait or before the verdict, and terminated (`search/twins.ts`).
 * - A newer run that can't be proved ours, a platform without aliases, a list that can't be read: no proof, no guess.
 *
 * **When it stops and asks.** Without proof; when the second trigger is doubtful too and leaves no trace (so that there
 * can never be more than two); with `wait: false` instead of sending again, since nobody would be there to find the
 * twin; and when a limit is reached first. The candidates are named, and how to attach to one.
 */

import type { Send, TriggerEnding, TriggerPolicy, TriggerPorts, TriggerWhat } from './model.ts'
import { Sending } from './sending.ts'

/** `onSend` is called before each send, so that `post` can find the run whatever happens to this process. */
export async function trigger(
  ports: TriggerPorts,
  policy: TriggerPolicy,
  what: TriggerWhat,
  onSend: (send: Send) => void,
): Promise<TriggerEnding> {
  return new Sending(ports, policy, what).run(onSend)
}
