export const id = 637;
export const ids = [637];
export const modules = {

/***/ 5162:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ durationOf),
/* harmony export */   d: () => (/* binding */ isFinal)
/* harmony export */ });
const require = process.getBuiltinModule

// src/core/model.ts
function isFinal(seen) {
  return seen.phase === "succeeded" || seen.phase === "failed" || seen.phase === "terminated";
}
function durationOf(last) {
  const { startedAtMs = Number.NaN, endedAtMs = Number.NaN } = last ?? {};
  const durationMs = endedAtMs - startedAtMs;
  return Number.isFinite(durationMs) && durationMs >= 0 ? durationMs : void 0;
}




/***/ }),

/***/ 7428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ versionOf),
/* harmony export */   V: () => (/* binding */ versionInBrackets)
/* harmony export */ });
const require = process.getBuiltinModule

// src/verdict/version.ts
function versionOf(run, last) {
  return last?.version ?? run.version;
}
function versionInBrackets(run, last) {
  const version = versionOf(run, last);
  return version === void 0 ? "" : ` (version ${version})`;
}




/***/ }),

/***/ 6183:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IJ: () => (/* binding */ linkOf),
/* harmony export */   KT: () => (/* binding */ named),
/* harmony export */   eZ: () => (/* binding */ namesOf)
/* harmony export */ });
/* harmony import */ var _chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7428);
const require = process.getBuiltinModule
;

// src/verdict/names.ts
function namesOf(platform) {
  const { name, runNoun, leadsToFrontPage } = platform;
  return { platform: name, runNoun, ...leadsToFrontPage ? { leadsToFrontPage } : {} };
}
function named(names, run, last) {
  const version = (0,_chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_0__/* .versionOf */ .E)(run, last);
  const of = version === void 0 ? "" : `version ${version}, `;
  return `${names.platform} ${names.runNoun} ${run.runId} (${of}${linkOf(run, names)})`;
}
function linkOf({ runUrl }, { leadsToFrontPage }) {
  return leadsToFrontPage ? `look for it at ${runUrl}` : runUrl;
}




/***/ }),

/***/ 9043:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AY: () => (/* binding */ twinWarnings),
/* harmony export */   Bv: () => (/* binding */ baselineOf),
/* harmony export */   CF: () => (/* binding */ shownOutcome),
/* harmony export */   CY: () => (/* binding */ MOST_LIST_PAGES),
/* harmony export */   He: () => (/* binding */ newAlias),
/* harmony export */   IF: () => (/* binding */ shownParts),
/* harmony export */   L5: () => (/* binding */ unknown),
/* harmony export */   LK: () => (/* binding */ unseenRuns),
/* harmony export */   MH: () => (/* binding */ terminate),
/* harmony export */   NG: () => (/* binding */ savedAttempt2),
/* harmony export */   QI: () => (/* binding */ aliasesOf),
/* harmony export */   U0: () => (/* binding */ stateNames),
/* harmony export */   Uf: () => (/* binding */ resolveRun),
/* harmony export */   Xz: () => (/* binding */ endTwins),
/* harmony export */   ZA: () => (/* binding */ findOurs),
/* harmony export */   aH: () => (/* binding */ describeCandidates),
/* harmony export */   c$: () => (/* binding */ searchByAlias),
/* harmony export */   ch: () => (/* binding */ endSeenTwins),
/* harmony export */   dP: () => (/* binding */ areEnded),
/* harmony export */   dR: () => (/* binding */ dated),
/* harmony export */   g1: () => (/* binding */ lastOf),
/* harmony export */   gN: () => (/* binding */ NO_BASELINE),
/* harmony export */   ng: () => (/* binding */ onCancelOf),
/* harmony export */   rk: () => (/* binding */ readStatus),
/* harmony export */   sQ: () => (/* binding */ createRunSearch),
/* harmony export */   so: () => (/* binding */ awaitEnd),
/* harmony export */   un: () => (/* binding */ readState),
/* harmony export */   uy: () => (/* binding */ askStatus),
/* harmony export */   v0: () => (/* binding */ restored),
/* harmony export */   v6: () => (/* binding */ ended),
/* harmony export */   yM: () => (/* binding */ baselineSince),
/* harmony export */   zU: () => (/* binding */ givenRun)
/* harmony export */ });
/* harmony import */ var _chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1505);
/* harmony import */ var _chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7461);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5162);
/* harmony import */ var _chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5082);
/* harmony import */ var _chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(265);
const require = process.getBuiltinModule
;





// src/state.ts
var stateNames = {
  attempt: "attempt",
  sends: "sends",
  run: "run",
  reportedEnd: "reported",
  concluded: "concluded"
};
var savedAttempt = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ik)({
  platform: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .string */ .Yj)(),
  baseUrl: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .string */ .Yj)(),
  target: _chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_0__/* .jsonObject */ .o$,
  alias: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .string */ .Yj)(),
  sentAtEpochMs: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .number */ .ai)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .finite */ .E2)()),
  newestBeforeMs: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .number */ .ai)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .finite */ .E2)())),
  onCancel: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .picklist */ .KI)(["leave", "terminate"]),
  wait: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zM)()
});
var savedRun = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ik)({
  runId: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .string */ .Yj)(),
  runUrl: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .string */ .Yj)(),
  version: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .exactOptional */ .yq)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .string */ .Yj)()),
  target: _chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_0__/* .jsonObject */ .o$
});
function restored(env, restore) {
  const entries = Object.entries(env).map(([name, value]) => {
    return [name, name.startsWith("STATE_") && value !== void 0 ? restore(value) : value];
  });
  return Object.fromEntries(entries);
}
function readState(env) {
  const attempt = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .safeParse */ .xL)(savedAttempt, parsed(env[`STATE_${stateNames.attempt}`]));
  const run = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_4__/* .safeParse */ .xL)(savedRun, parsed(env[`STATE_${stateNames.run}`]));
  return {
    concluded: env[`STATE_${stateNames.concluded}`] === "true",
    reportedEnd: env[`STATE_${stateNames.reportedEnd}`] === "true",
    sends: Number(/^\d{1,3}$/.exec(env[`STATE_${stateNames.sends}`] ?? "")?.[0] ?? 0),
    ...attempt.success ? { attempt: attempt.output } : {},
    ...run.success ? { run: run.output } : {}
  };
}
function parsed(text) {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return void 0;
  }
}

// src/verdict/shown.ts
function shownOutcome(outcome, blot) {
  switch (outcome.kind) {
    case "ended":
      return {
        ...outcome,
        run: shownRun(outcome.run, blot),
        last: shownSnapshot(outcome.last, blot),
        ...outcome.gate === void 0 ? {} : { gate: outcome.gate.map((judged) => shownJudged(judged, blot)) }
      };
    case "skipped":
      return { ...outcome, inTheWay: shownGlimpse(outcome.inTheWay, blot) };
    case "action_required":
      return { ...outcome, run: shownRun(outcome.run, blot), last: shownSnapshot(outcome.last, blot) };
    case "timed_out":
      return {
        ...outcome,
        ...shownParts(outcome, blot),
        run: shownRun(outcome.run, blot),
        termination: shownTermination(outcome.termination, blot)
      };
    case "cancelled":
      return {
        ...outcome,
        ...shownParts(outcome, blot),
        termination: shownTermination(outcome.termination, blot)
      };
    case "lost":
      return {
        ...outcome,
        ...shownParts(outcome, blot),
        run: shownRun(outcome.run, blot),
        reason: blot(outcome.reason)
      };
    case "pending":
      return { ...outcome, ...shownParts(outcome, blot), run: shownRun(outcome.run, blot) };
    case "not_started":
      return {
        ...outcome,
        reason: blot(outcome.reason),
        ...outcome.inTheWay === void 0 ? {} : { inTheWay: shownGlimpse(outcome.inTheWay, blot) }
      };
    case "unknown":
      return {
        ...outcome,
        reason: blot(outcome.reason),
        candidates: outcome.candidates.map((candidate) => shownListed(candidate, blot))
      };
  }
}
function shownParts({ run, last }, blot) {
  return {
    ...run === void 0 ? {} : { run: shownRun(run, blot) },
    ...last === void 0 ? {} : { last: shownSnapshot(last, blot) }
  };
}
function shownRun({ runId, runUrl, version, target }, blot) {
  return {
    runId: blot(runId),
    runUrl: blot(runUrl),
    ...version === void 0 ? {} : { version: blot(version) },
    target: shownObject(target, blot)
  };
}
function shownGlimpse(glimpse, blot) {
  return { ...glimpse, run: shownRun(glimpse.run, blot), status: blot(glimpse.status) };
}
function shownJudged(judged, blot) {
  const { found } = judged;
  return { ...judged, found: found.kind === "value" ? { ...found, json: blot(found.json) } : found };
}
function shownListed(run, blot) {
  return { ...run, handle: shownRun(run.handle, blot), status: blot(run.status) };
}
function shownTermination(termination, blot) {
  return termination.kind === "failed" ? { ...termination, reason: blot(termination.reason) } : termination;
}
function shownSnapshot(last, blot) {
  return {
    ...last,
    status: blot(last.status),
    ...last.version === void 0 ? {} : { version: blot(last.version) },
    ...last.error === void 0 ? {} : { error: blot(last.error) },
    ...last.result === void 0 ? {} : { result: blot(last.result) },
    raw: shownObject(last.raw, blot)
  };
}
var MOST_LEVELS = 200;
var LEFT_OUT = "\u2026";
function shownObject(object2, blot, level = 0) {
  return Object.fromEntries(
    Object.entries(object2).map(([key, value]) => [blot(key), shownJson(value, blot, level + 1)])
  );
}
function shownJson(value, blot, level) {
  if (typeof value === "string") return blot(value);
  if (typeof value !== "object" || value === null || (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_0__/* .isRawNumber */ .K4)(value)) return value;
  if (level > MOST_LEVELS) return LEFT_OUT;
  return isList(value) ? value.map((item) => shownJson(item, blot, level + 1)) : shownObject(value, blot, level);
}
function isList(value) {
  return Array.isArray(value);
}

// src/step/step.ts
function onCancelOf({
  inputs,
  known
}) {
  if (!inputs.wait) return "leave";
  return inputs.onCancel ?? (known.cameBy === "attach" ? "leave" : "terminate");
}
function lastOf(known) {
  return known.last === void 0 ? {} : { last: known.last };
}

// src/core/search/baseline.ts
var NO_BASELINE = { age: () => "unknown" };
function baselineSince(newestMs = Number.POSITIVE_INFINITY) {
  return { age: ({ createdAtMs = newestMs }) => createdAtMs > newestMs ? "new" : "unknown" };
}
function baselineOf({ runs, total }) {
  const before = new Set(runs.map((run) => run.handle.runId));
  const isComplete = runs.length >= total;
  const isOrdered = (0,_chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_1__/* .isNewestFirst */ .j2)(runs);
  const times = runs.map(({ createdAtMs = Number.POSITIVE_INFINITY }) => createdAtMs);
  const [oldestMs, newestMs] = [Math.min(...times), Math.max(0, ...times)];
  const knowsNewest = Number.isFinite(newestMs) && (isComplete || isOrdered);
  return {
    ...knowsNewest ? { newestMs } : {},
    age({ handle, isOdd, createdAtMs = Number.NEGATIVE_INFINITY }) {
      if (isOdd && !isComplete) return "unknown";
      if (before.has(handle.runId)) return "old";
      return isComplete || isOrdered && createdAtMs >= oldestMs ? "new" : "unknown";
    }
  };
}

// src/step/saving.ts
function savedAttempt2(step, target, alias = "", { newestMs } = NO_BASELINE) {
  const { inputs, platform, clock } = step;
  return {
    platform: platform.id,
    baseUrl: inputs.baseUrl,
    target,
    alias,
    sentAtEpochMs: clock.epochMs(),
    ...newestMs === void 0 ? {} : { newestBeforeMs: newestMs },
    onCancel: onCancelOf(step),
    wait: inputs.wait
  };
}
async function givenRun({ env, platforms, clock }) {
  const read = await (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_0__/* .readInputs */ .Ko)(env, platforms);
  if (read.kind === "faulty" || read.inputs.attachTo === void 0) return {};
  const { inputs } = read;
  const platform = inputs.platform.create(inputs.baseUrl, inputs.job);
  const run = platform.attach(platform.target, read.inputs.attachTo);
  return { attempt: savedAttempt2({ inputs, platform, clock, known: { cameBy: "attach" } }, run.target), run };
}

// src/text/sentence.ts
function ended(text) {
  return /[.!?\u2026]$/.test(text) ? text : `${text}.`;
}

// src/verdict/doubt-words.ts
var MOST_CANDIDATES = 10;
function twinWarnings(search, kept, runNoun) {
  const { twins, suspects, looked, unseen } = search;
  const told = twins.map(
    ({ run, termination }) => `The trigger was in doubt and started a second ${runNoun}, ${run.runId} (${run.runUrl}); ${twinFate(termination)}. This step goes by ${kept.runId}.`
  );
  const candidates = describeCandidates(suspects);
  if (!looked) {
    const known = suspects.length === 0 ? "" : ` It may be: ${candidates}.`;
    return [`The trigger was in doubt, and whether it started a second ${runNoun} could not be seen.${known}`];
  }
  const more = `The trigger was sent more than once, in doubt, and not every ${runNoun} that it may have started was found: another may show up. Look at ${kept.runUrl}.`;
  if (suspects.length === 0) return unseen > 0 ? [...told, more] : told;
  return [...told, `The trigger was in doubt. These may be a second ${runNoun} of this step: ${candidates}.`];
}
function twinFate(termination) {
  switch (termination.kind) {
    case "accepted":
      return "its termination was accepted";
    case "already_ended":
      return "it had ended already";
    case "failed":
      return `it could not be terminated (${termination.reason}) and may still be going`;
    case "not_requested":
      return "it was left going";
  }
}
function unknown(outcome, names) {
  const head = `Unknown: the trigger may or may not have started ${withArticle(names.runNoun)}: ${ended(outcome.reason)}`;
  if (outcome.candidates.length === 0) {
    return [
      head,
      `Look on ${names.platform} before starting it again; to wait for ${withArticle(names.runNoun)} that is there, give its name as \`run-id\`.`
    ];
  }
  const [only, ...others] = outcome.candidates;
  const next = others.length === 0 && only !== void 0 && !only.isOdd ? `If it is this step's, give this step \`run-id: ${only.handle.runId}\` to wait for it; if not, look again before starting the job anew.` : "If one of them is this step's, give its name as `run-id` to wait for it; if none is, look again before starting the job anew.";
  return [head, `It may be: ${describeCandidates(outcome.candidates)}.`, next];
}
function describeCandidates(runs) {
  const more = runs.length > MOST_CANDIDATES ? [`and ${runs.length - MOST_CANDIDATES} more`] : [];
  return [...runs.slice(0, MOST_CANDIDATES).map(describeCandidate), ...more].join("; ");
}
function describeCandidate(run) {
  const createdAt = (0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_3__/* .isoTime */ .Ly)(run.createdAtMs);
  const created = createdAt === "" ? "" : `, created ${createdAt}`;
  return `${run.handle.runId} (${run.status || "status not given"}${created})`;
}
function withArticle(noun) {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

// src/core/limit.ts
function within(limit, untilMs) {
  return { ...limit, untilMs: Math.min(limit.untilMs, untilMs) };
}

// src/core/terminate.ts
var MOST_DENIALS = 3;
var FIRST_GAP_MS = 500;
var LONGEST_GAP_MS = 4e3;
var FIRST_PATIENCE_MS = 3e3;
async function terminate(ports, run, last, limit, onSeen = () => void 0) {
  const { clock } = ports;
  let known = last;
  let denials = 0;
  let patienceMs = FIRST_PATIENCE_MS;
  for (let gapMs = FIRST_GAP_MS; ; gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS)) {
    const reading = await askOnce(ports, run, known, { ...limit, patienceMs });
    if (reading.kind === "good") return { kind: "accepted" };
    const seen = await readStatus(ports, run, limit);
    if (seen !== void 0) onSeen(seen);
    if (seen !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_2__/* .isFinal */ .d)(seen)) return { kind: "already_ended" };
    if (seen?.phase === "ending") return { kind: "accepted" };
    known = seen ?? known;
    denials = reading.kind === "denied" ? denials + 1 : 0;
    const reason = whyNot(reading);
    if (denials >= MOST_DENIALS || clock.nowMs() + gapMs >= limit.untilMs || limit.signal?.aborted) {
      return { kind: "failed", reason };
    }
    patienceMs *= 2;
    await clock.sleep(gapMs, limit.signal);
  }
}
async function askOnce({ channel, platform, clock }, run, last, { patienceMs, ...limit }) {
  const options = () => within(limit, clock.nowMs() + patienceMs);
  const first = platform.terminate(run, last);
  if (first.kind === "ready") return channel.ask(first.call, options());
  if (first.kind === "unblock") {
    const sent = await channel.ask(first.call, options());
    const message = sent.kind === "good" ? "its status did not allow it" : whyNot(sent);
    return { kind: "setback", effect: "none", message };
  }
  const found = await channel.ask(first.call, options());
  return found.kind === "good" ? channel.ask(found.value, options()) : found;
}
async function readStatus(ports, run, limit) {
  const reading = await askStatus(ports, run, limit);
  return reading?.kind === "good" ? reading.value : void 0;
}
async function askStatus({ channel, platform, clock }, run, limit) {
  if (clock.nowMs() >= limit.untilMs) return void 0;
  return channel.ask(platform.status(run), within(limit, clock.nowMs() + FIRST_PATIENCE_MS));
}
async function awaitEnd(ports, run, limit, onSeen = () => void 0) {
  let last;
  for (let gapMs = FIRST_GAP_MS; !limit.signal?.aborted; gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS)) {
    const seen = await readStatus(ports, run, limit);
    if (seen !== void 0) onSeen(seen);
    last = seen ?? last;
    if (last !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_2__/* .isFinal */ .d)(last) || ports.clock.nowMs() + gapMs >= limit.untilMs) break;
    await ports.clock.sleep(gapMs, limit.signal);
  }
  return last;
}
function whyNot(reading) {
  switch (reading.kind) {
    case "denied":
    case "setback":
      return reading.message;
    case "stopped":
      return "stopped";
  }
}

// src/core/search/twins.ts
function areEnded({ twins, looked, unseen }) {
  return looked && unseen === 0 && twins.every(({ termination }) => termination.kind !== "failed");
}
var ATTEMPTS = 3;
var GAP_MS = 1e3;
async function endTwins(ports, runSearch, keep, limit) {
  const { clock } = ports;
  const others = (runs) => runs.filter((run) => run.handle.runId !== keep?.runId);
  const twins = /* @__PURE__ */ new Map();
  let last;
  for (let tries = 1; runSearch.isPossible && clock.nowMs() < limit.untilMs; tries++) {
    const reading = await runSearch.search(limit);
    if (reading.kind === "good") {
      const { ours, newer } = reading.value;
      for (const twin of await endOthers(ports, others(ours), limit, twins)) twins.set(twin.run.runId, twin);
      const suspects = ours.length > 0 ? [] : others(newer);
      last = { twins: [...twins.values()], suspects, looked: true, unseen: unseenRuns(runSearch, keep) };
    }
    const isDone = limit.patient ? last?.unseen === 0 : last !== void 0 || tries >= ATTEMPTS;
    if (isDone || limit.signal?.aborted) break;
    await clock.sleep(Math.max(0, Math.min(GAP_MS, limit.untilMs - clock.nowMs())), limit.signal);
  }
  return last ?? { twins: [], suspects: others(runSearch.seen), looked: false, unseen: unseenRuns(runSearch, keep) };
}
function unseenRuns({ attempt, ours }, keep) {
  const known = new Set(ours.map((run) => run.handle.runId));
  if (keep !== void 0) known.add(keep.runId);
  return Math.max(0, attempt.sends() - known.size);
}
async function endOthers(ports, runs, limit, before) {
  const open = runs.filter(({ handle }) => (before.get(handle.runId)?.termination.kind ?? "failed") === "failed");
  return Promise.all(
    open.map(async ({ handle }) => ({ run: handle, termination: await terminate(ports, handle, void 0, limit) }))
  );
}
async function endSeenTwins(ports, { ours }, keep, limit) {
  const others = ours.filter((run) => run.handle.runId !== keep.runId);
  return endOthers(ports, others, limit, /* @__PURE__ */ new Map());
}

// src/core/search/alias.ts
var SUFFIX_LENGTH = 6;
function withRandomSuffix(stem, clock) {
  return `${stem}-${randomLetters(SUFFIX_LENGTH, clock)}`;
}
function newAlias(step, clock) {
  return withRandomSuffix(`${step.stem}-${step.identity}`, clock);
}
function aliasesOf({ stem, identity }, clock) {
  const other = randomLetters(identity.length, clock);
  return other === identity ? aliasesOf({ stem, identity }, clock) : { alias: `${stem}-${identity}-`, control: `${stem}-${other}-` };
}
function randomLetters(count, clock) {
  return Array.from({ length: count }, () => Math.floor(clock.random() * 36).toString(36)).join("");
}
function controlAlias(alias, clock) {
  const stem = alias.slice(0, -(SUFFIX_LENGTH + 1));
  for (; ; ) {
    const other = withRandomSuffix(stem, clock);
    if (other !== alias) return other;
  }
}

// src/core/search/by-alias.ts
var MOST_ALIAS_PAGES = 4;
async function searchByAlias({ channel, platform }, target, { alias, control }, limit) {
  const callFor = (wanted, offset = 0) => platform.findByAlias?.(target, wanted, offset);
  const controlCall = callFor(control);
  if (controlCall === void 0) return { kind: "good", value: { runs: [], isProved: false } };
  const ask = (call) => channel.ask(call, limit);
  const found = await findAll((offset) => callFor(alias, offset) ?? controlCall, ask);
  if (found.kind !== "good") return found;
  if (found.value.length === 0) return { ...found, value: { runs: [], isProved: false } };
  const proof = await ask(controlCall);
  if (proof.kind !== "good") return proof;
  return { ...found, value: { runs: found.value.toSorted(oldestFirst), isProved: proof.value.runs.length === 0 } };
}
async function findAll(pageAt, ask) {
  const found = /* @__PURE__ */ new Map();
  for (let pages = 1; ; pages++) {
    const page = await ask(pageAt(found.size));
    if (page.kind !== "good") return page;
    const before = found.size;
    for (const run of page.value.runs) found.set(run.handle.runId, run);
    const isOver = found.size >= page.value.total || found.size === before || pages >= MOST_ALIAS_PAGES;
    if (isOver) return { ...page, value: [...found.values()] };
  }
}
function oldestFirst(one, other) {
  return (one.createdAtMs ?? 0) - (other.createdAtMs ?? 0);
}

// src/core/search/dated.ts
async function dated({ channel, platform }, target, runs, limit) {
  const isUndated = ({ phase, createdAtMs }) => phase === "waiting" && createdAtMs === void 0;
  const call = runs.some(isUndated) ? platform.creationTimes?.(target) : void 0;
  const reading = call === void 0 ? void 0 : await channel.ask(call, limit);
  if (reading?.kind !== "good") return runs;
  return runs.map((run) => {
    const createdAtMs = run.createdAtMs ?? reading.value.get(run.handle.runId);
    return createdAtMs === void 0 ? run : { ...run, createdAtMs };
  });
}

// src/core/search/newer-runs.ts
var MOST_LIST_PAGES = 10;
async function listNewerRuns(page, ask, mayBeNewer) {
  const first = await ask(page(0));
  if (first.kind !== "good") return first;
  const { runs: firstRuns, total } = first.value;
  const size = firstRuns.length;
  const backwards = (0,_chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_1__/* .isOldestFirst */ .i6)(firstRuns);
  const read = backwards ? [] : [...firstRuns];
  let offset = backwards ? Math.max(size, total - size) : size;
  let complete = size >= total || endsBefore(read, mayBeNewer);
  for (let pages = 1; !complete && size > 0 && pages < MOST_LIST_PAGES; pages++) {
    const next = await ask(page(offset));
    if (next.kind !== "good") return next;
    const { runs } = next.value;
    const known = new Set([...firstRuns, ...read].map((run) => run.handle.runId));
    if (runs.every((run) => known.has(run.handle.runId))) break;
    read.push(...backwards ? runs.toReversed() : runs);
    complete = unique([...firstRuns, ...read]).length >= next.value.total || endsBefore(read, mayBeNewer);
    offset = backwards ? Math.max(size, offset - size) : offset + runs.length;
  }
  const newer = unique([...firstRuns, ...read]).filter(mayBeNewer);
  return { ...first, value: { runs: newer, complete } };
}
function endsBefore(runs, mayBeNewer) {
  const last = runs.at(-1);
  return last !== void 0 && !mayBeNewer(last) && (0,_chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_1__/* .isNewestFirst */ .j2)(runs);
}
function unique(runs) {
  return [...new Map(runs.map((run) => [run.handle.runId, run])).values()];
}

// src/core/search/newness.ts
var SLACK_MS = 5e3;
var PROOF_SLACK_MS = 2e3;
var Newness = class {
  #baseline;
  #ageMs;
  /** Epoch milliseconds by the platform's clock: when the attempt was made. */
  #attemptedAtMs;
  #sinceAttempt;
  /** `ageMs`: how long ago the attempt was made. */
  constructor(baseline, ageMs) {
    this.#baseline = baseline;
    this.#ageMs = ageMs;
  }
  /** The first clock that is told counts, so that a slow answer makes no old run newer. */
  learn({ dateMs }) {
    if (dateMs !== void 0) this.#attemptedAtMs ??= dateMs - this.#ageMs();
  }
  /** What the first page after the attempt does not show and a later one does was not there before, whatever its time. */
  hold(first) {
    this.#sinceAttempt ??= baselineOf(first);
  }
  /** A run that can't be shown to be older may be newer. */
  mayBeNewer(run) {
    return !this.#isOlder(run, SLACK_MS);
  }
  /** For a run that carries our alias there is less room than for doubt. */
  isKnownToBeOlder(run) {
    return this.#isOlder(run, PROOF_SLACK_MS);
  }
  #isOlder(run, slackMs) {
    switch (this.#baseline.age(run)) {
      case "old":
        return true;
      case "new":
        return false;
      case "unknown": {
        if (this.#sinceAttempt?.age(run) === "new") return false;
        const { createdAtMs = Number.POSITIVE_INFINITY } = run;
        return createdAtMs < (this.#attemptedAtMs ?? Number.NEGATIVE_INFINITY) - slackMs;
      }
    }
  }
};

// src/core/search/run-search.ts
function createRunSearch(ports, attempt) {
  return new Searcher(ports, attempt);
}
var Searcher = class {
  attempt;
  #ports;
  #seen = /* @__PURE__ */ new Map();
  #ours = /* @__PURE__ */ new Map();
  #newness;
  /** Whose runs are looked through, once that is known. */
  #owner;
  constructor(ports, attempt) {
    this.#ports = ports;
    this.attempt = attempt;
    this.#newness = new Newness(attempt.baseline, () => attempt.ageMs());
  }
  get isPossible() {
    return this.#ports.platform.listRuns !== void 0;
  }
  get hasAlias() {
    return this.#ports.platform.findByAlias?.(this.attempt.target, this.attempt.alias) !== void 0;
  }
  get ours() {
    return [...this.#ours.values()];
  }
  get seen() {
    return [...this.#seen.values()];
  }
  /** The list first: what it shows had time to be found by the alias too. */
  async search(limit) {
    const { listRuns } = this.#ports.platform;
    if (listRuns === void 0) return { kind: "setback", effect: "none", message: "the job's runs can't be listed" };
    const owner = await this.#askOwner(limit);
    if (owner.kind !== "good") return owner;
    const listed = await listNewerRuns(
      (offset) => listRuns(owner.value, offset),
      (call) => this.#askPage(owner.value, call, limit),
      (run) => this.#newness.mayBeNewer(run)
    );
    if (listed.kind !== "good") return listed;
    const found = await this.#byAlias(owner.value, limit);
    if (found.kind !== "good") return found;
    const { ours, hits } = found.value;
    this.#remember(hits);
    for (const run of ours) this.#ours.set(run.handle.runId, run);
    const known = new Set(listed.value.runs.map((run) => run.handle.runId));
    const newer = [...listed.value.runs, ...hits.filter((run) => !known.has(run.handle.runId))];
    return { ...listed, value: { ours, newer, complete: listed.value.complete } };
  }
  /** The list that was read before the trigger says nothing of another job's runs. */
  async #askOwner(limit) {
    const { attempt } = this;
    const call = this.#owner === void 0 ? this.#ports.platform.ownerOf?.(attempt.target) : void 0;
    if (call === void 0) return { kind: "good", value: this.#owner ?? attempt.target };
    const reading = await this.#ports.channel.ask(call, limit);
    if (reading.kind === "denied") return { ...reading, message: `could not ${call.what}: ${reading.message}` };
    if (reading.kind !== "good") return reading;
    this.#owner = reading.value;
    if (JSON.stringify(reading.value) !== JSON.stringify(attempt.target)) {
      this.#newness = new Newness(NO_BASELINE, () => attempt.ageMs());
    }
    return reading;
  }
  async #askPage(target, call, limit) {
    const page = await this.#ports.channel.ask(call, limit);
    if (page.kind !== "good") return page;
    this.#newness.learn(page);
    this.#newness.hold(page.value);
    const doubtful = page.value.runs.filter((run) => this.#newness.mayBeNewer(run));
    const times = new Map((await dated(this.#ports, target, doubtful, limit)).map((run) => [run.handle.runId, run]));
    const runs = page.value.runs.map((run) => times.get(run.handle.runId) ?? run);
    this.#remember(runs.filter((run) => this.#newness.mayBeNewer(run)));
    return { ...page, value: { ...page.value, runs } };
  }
  #remember(runs) {
    for (const run of runs) this.#seen.set(run.handle.runId, run);
  }
  /**
   * Runs found by the alias count as ours if they are not known to be older than the attempt and the same search for an alias that no
   * run has finds nothing: nothing documents that the search finds an alias at all, so it has to prove itself.
   *
   * One that seems to be older, found by a search that has proved itself, is no coincidence either: the platform's clocks
   * may disagree among themselves. It is not adopted, but it stands in the way of a second trigger.
   */
  async #byAlias(target, limit) {
    const { alias } = this.attempt;
    const wanted = { alias, control: controlAlias(alias, this.#ports.clock) };
    const found = await searchByAlias(this.#ports, target, wanted, limit);
    if (found.kind !== "good") return found;
    const { runs, isProved } = found.value;
    const isOurs = (run) => run.isOdd === void 0 && !this.#newness.isKnownToBeOlder(run);
    const ours = isProved ? runs.filter(isOurs) : [];
    const isStrange = isProved && ours.length === 0;
    const hits = isStrange ? runs : runs.filter((run) => this.#newness.mayBeNewer(run));
    return { ...found, value: { hits, ours } };
  }
};

// src/core/resolve-run.ts
var GAP_MS2 = 500;
async function resolveRun({ channel, platform, clock }, run, limit) {
  const { resolve } = platform;
  if (resolve === void 0) return { kind: "resolved", run };
  for (let patienceMs = FIRST_PATIENCE_MS; ; patienceMs *= 2) {
    const reading = await channel.ask(resolve, within(limit, clock.nowMs() + patienceMs));
    if (reading.kind === "good") return { kind: "resolved", run: platform.attach(reading.value, run.runId) };
    const reason = `could not ${resolve.what}: ${reading.kind === "stopped" ? "stopped" : reading.message}`;
    const isOver = reading.kind === "stopped" || clock.nowMs() + GAP_MS2 >= limit.untilMs;
    if (isOver) return { kind: "unresolved", run, reason };
    await clock.sleep(GAP_MS2, limit.signal);
  }
}

// src/core/search/find-ours.ts
async function findOurs(runSearch, clock, { untilMs, lastBeginMs, gapMs }) {
  while (runSearch.isPossible && clock.nowMs() < lastBeginMs) {
    const reading = await runSearch.search({ untilMs });
    const [ours] = reading.kind === "good" ? reading.value.ours : [];
    if (ours !== void 0) return ours;
    await clock.sleep(gapMs);
  }
  return void 0;
}




/***/ }),

/***/ 5082:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K8: () => (/* binding */ isTime),
/* harmony export */   Ly: () => (/* binding */ isoTime),
/* harmony export */   SK: () => (/* binding */ utcTime),
/* harmony export */   nE: () => (/* binding */ isoSeconds)
/* harmony export */ });
const require = process.getBuiltinModule

// src/text/time.ts
function isTime(epochMs) {
  return Math.abs(epochMs ?? Number.NaN) <= 864e13;
}
function isoTime(epochMs) {
  return isTime(epochMs) ? new Date(epochMs).toISOString() : "";
}
function isoSeconds(epochMs) {
  return isoTime(epochMs).replace(/\.\d+/, "");
}
function utcTime(epochMs) {
  return isoSeconds(epochMs).replace("T", " ").replace("Z", " UTC");
}




/***/ }),

/***/ 7461:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i6: () => (/* binding */ isOldestFirst),
/* harmony export */   j2: () => (/* binding */ isNewestFirst),
/* harmony export */   ll: () => (/* binding */ newestFirst)
/* harmony export */ });
const require = process.getBuiltinModule

// src/core/search/order.ts
function newestFirst(one, other) {
  return (other.createdAtMs ?? 0) - (one.createdAtMs ?? 0);
}
function isNewestFirst(runs) {
  const times = runs.map(({ createdAtMs = Number.NaN }) => createdAtMs);
  const isDescending = times.every((time, index) => time >= (times[index + 1] ?? Number.NEGATIVE_INFINITY));
  return isDescending && new Set(times).size > 1;
}
function isOldestFirst(runs) {
  const times = runs.map(({ createdAtMs }) => createdAtMs).filter((time) => time !== void 0);
  const [first = 0, last = 0] = [times.at(0), times.at(-1)];
  return first < last;
}




/***/ })

};
