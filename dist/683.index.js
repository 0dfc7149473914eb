export const id = 683;
export const ids = [683];
export const modules = {

/***/ 4279:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K2: () => (/* binding */ isSlow),
/* harmony export */   Kn: () => (/* binding */ pastRunsOf),
/* harmony export */   QR: () => (/* binding */ foundIn),
/* harmony export */   WA: () => (/* binding */ gateSentences),
/* harmony export */   iM: () => (/* binding */ nextHeartbeatMs),
/* harmony export */   oz: () => (/* binding */ progressLine),
/* harmony export */   sB: () => (/* binding */ usualOf)
/* harmony export */ });
/* harmony import */ var _chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3712);
/* harmony import */ var _chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7461);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5162);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;




// src/core/progress.ts
var FEWEST_RUNS = 3;
var FEWEST_FOR_SLOW = 8;
function usualOf(past) {
  const durations = past.filter((run) => run.phase === "succeeded" && Number.isFinite(run.durationMs) && run.durationMs >= 0).map((run) => run.durationMs).sort((a, b) => a - b);
  if (durations.length < FEWEST_RUNS) return void 0;
  return { medianMs: quantile(durations, 0.5), nearlyAllMs: quantile(durations, 0.95), count: durations.length };
}
function quantile(sorted, part) {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
function progressLine(status, elapsedMs, usual) {
  const parts = [`${status} ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a)(elapsedMs)}`];
  if (usual !== void 0) {
    parts.push(`usually ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a)(usual.medianMs)} (median of ${usual.count})`);
    if (elapsedMs < usual.medianMs) parts.push(`about ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a)(usual.medianMs - elapsedMs)} left`);
    else if (isSlow(elapsedMs, usual)) parts.push("slower than nearly all runs before");
  }
  return parts.join(" \xB7 ");
}
function isSlow(elapsedMs, usual) {
  return usual.count >= FEWEST_FOR_SLOW && elapsedMs > usual.nearlyAllMs;
}
var FIRST_HEARTBEAT_MS = 3e4;
var LONGEST_HEARTBEAT_MS = 10 * 6e4;
function nextHeartbeatMs(elapsedMs) {
  return elapsedMs + Math.min(LONGEST_HEARTBEAT_MS, Math.max(FIRST_HEARTBEAT_MS, elapsedMs / 2));
}
function pastRunsOf(runs, own = "") {
  return runs.filter((run) => run.handle.runId !== own).toSorted(_chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFirst */ .ll).flatMap((run) => {
    const { createdAtMs, workingSinceMs = Number.NaN, endedAtMs } = run;
    if (!(0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_2__/* .isFinal */ .d)(run) || createdAtMs === void 0 || endedAtMs === void 0 || endedAtMs < createdAtMs) return [];
    const hasWork = workingSinceMs >= createdAtMs && workingSinceMs <= endedAtMs;
    const work = hasWork ? { workMs: endedAtMs - workingSinceMs } : {};
    return [{ phase: run.phase, durationMs: endedAtMs - createdAtMs, ...work }];
  });
}

// src/verdict/gate-words.ts
var LONGEST_CONDITION = 300;
var LONGEST_VALUE = 200;
function gateSentences(gate) {
  if (gate.length === 0) return [];
  const [bad, good] = [gate.filter(({ holds }) => !holds), gate.filter(({ holds }) => holds)];
  const told = [...bad, ...good].map(
    (judged) => `
- ${(0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_3__/* .cutTo */ .yd)(judged.text, LONGEST_CONDITION)}: ${foundIn(judged)}, ${judged.holds ? "holds" : "rejected"}`
  );
  return [`${gateInWords(gate)}.`, told.join("")];
}
function gateInWords(gate) {
  const bad = gate.filter(({ holds }) => !holds).length;
  const all = `${gate.length} condition${gate.length === 1 ? "" : "s"} of \`gate\``;
  if (bad === 0) return gate.length === 1 ? `The ${all.slice(2)} holds` : `All ${all} hold`;
  return gate.length === 1 ? `The ${all.slice(2)} does not hold` : `${bad} of ${all} ${bad === 1 ? "does" : "do"} not hold`;
}
function foundIn({ found }) {
  return found.kind === "value" ? (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_3__/* .cutMiddle */ .it)(found.json, LONGEST_VALUE) : found.why;
}




/***/ }),

/***/ 954:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JC: () => (/* binding */ traitsOf),
/* harmony export */   Lx: () => (/* binding */ inTheWayOf),
/* harmony export */   ng: () => (/* binding */ runOf),
/* harmony export */   vq: () => (/* binding */ openRunOf),
/* harmony export */   vu: () => (/* binding */ conclusionOf)
/* harmony export */ });
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5162);
const require = process.getBuiltinModule
;

// src/verdict/conclusions.ts
var TABLE = {
  skipped: { sign: "\u23ED\uFE0F", words: "Skipped", step: "succeeds", state: "success" },
  rejected: { sign: "\u{1F6A7}", words: "Rejected", step: "fails", state: "failure" },
  success: { sign: "\u2705", words: "Succeeded", step: "succeeds", state: "success" },
  failure: { sign: "\u274C", words: "Failed", step: "fails", state: "failure" },
  terminated: { sign: "\u23F9\uFE0F", words: "Terminated", step: "fails", state: "failure" },
  timed_out: { sign: "\u23F1\uFE0F", words: "Timed out", step: "fails", state: "error" },
  cancelled: { sign: "\u{1F6AB}", words: "Cancelled", step: "fails_silently", state: "error" },
  lost: { sign: "\u26A0\uFE0F", words: "Out of sight", step: "fails", state: "error" },
  pending: { sign: "\u25B6\uFE0F", words: "Started", step: "succeeds", state: "error" },
  not_started: { sign: "\u26D4", words: "Not started", step: "fails", state: "error" },
  unknown: { sign: "\u26A0\uFE0F", words: "Unknown whether started", step: "fails", state: "error" },
  action_required: { sign: "\u270B", words: "Waiting for a person", step: "fails", state: "error" }
};
function traitsOf(conclusion) {
  return TABLE[conclusion];
}
function conclusionOf(outcome) {
  if (outcome.kind !== "ended") return outcome.kind;
  switch (outcome.phase) {
    case "succeeded":
      return outcome.gate?.some(({ holds }) => !holds) ? "rejected" : "success";
    case "failed":
      return "failure";
    case "terminated":
      return "terminated";
  }
}
function inTheWayOf(outcome) {
  return "inTheWay" in outcome ? outcome.inTheWay : void 0;
}
function runOf(outcome) {
  if (!("run" in outcome) || outcome.run === void 0) return {};
  return outcome.last === void 0 ? { run: outcome.run } : { run: outcome.run, last: outcome.last };
}
function openRunOf(outcome) {
  switch (outcome.kind) {
    case "pending":
    case "action_required":
      return outcome.run;
    case "lost":
      return outcome.isUnusable ? void 0 : outcome.run;
    case "timed_out":
    case "cancelled": {
      const mayGoOn = outcome.termination.kind === "not_requested" || outcome.termination.kind === "failed";
      return mayGoOn && !(outcome.last !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_0__/* .isFinal */ .d)(outcome.last)) ? outcome.run : void 0;
    }
    case "skipped":
    case "not_started":
      return outcome.inTheWay?.isOdd ? void 0 : outcome.inTheWay?.run;
    case "ended":
    case "unknown":
      return void 0;
  }
}




/***/ }),

/***/ 4683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   finish: () => (/* binding */ finish),
/* harmony export */   finishUnbegun: () => (/* binding */ finishUnbegun)
/* harmony export */ });
/* harmony import */ var _chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(899);
/* harmony import */ var _chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4279);
/* harmony import */ var _chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(954);
/* harmony import */ var _chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3712);
/* harmony import */ var _chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9043);
/* harmony import */ var _chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1505);
/* harmony import */ var _chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7461);
/* harmony import */ var _chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6183);
/* harmony import */ var _chunk_ABXAKV4Q_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6657);
/* harmony import */ var _chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(1219);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5162);
/* harmony import */ var _chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(7428);
/* harmony import */ var _chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(5763);
/* harmony import */ var _chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(5082);
/* harmony import */ var _chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(265);
/* harmony import */ var _chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(5543);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;

















// src/verdict/message.ts
var LONGEST_MESSAGE = 4e3;
var LONGEST_TEXT = 1700;
var NOTHING = { lastLines: [] };
function messageOf(outcome, names, { lastLines, lastWarning } = NOTHING) {
  const text = joined([...sentences(outcome, names), warning(lastWarning), decisiveLine(outcome, lastLines)]);
  const next2 = toWaitFor(outcome);
  const begins = text.includes("\n") && next2 !== "" ? "\n" : "";
  return joined([(0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutTo */ .yd)(text, LONGEST_MESSAGE - next2.length - 1), `${begins}${next2}`]);
}
function joined(parts) {
  return parts.filter((part) => part !== "").map((part, at) => at === 0 || part.startsWith("\n") ? part : ` ${part}`).join("");
}
function sentences(outcome, names) {
  switch (outcome.kind) {
    case "ended":
      return [
        `${(0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .traitsOf */ .JC)((0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .conclusionOf */ .vu)(outcome)).words}: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, outcome.run, outcome.last)} ended as ${outcome.last.status}.`,
        details(outcome.last),
        ...(0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .gateSentences */ .WA)(outcome.gate ?? [])
      ];
    case "skipped": {
      const { run, status } = outcome.inTheWay;
      return [
        `Skipped: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, run)} is going already (${status}), and \`if-running\` is \`skip\`. Nothing was started.`
      ];
    }
    case "timed_out":
      return [
        `Timed out after ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(outcome.timeoutMs)} (\`${outcome.limit}\`): ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, outcome.run, outcome.last)}${lastSeen(outcome.last)}.`,
        neverBegan(outcome),
        afterTimeout(outcome.termination, outcome.last)
      ];
    case "cancelled":
      return cancelled(outcome, names);
    case "lost":
      return [
        `Lost sight of ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, outcome.run, outcome.last)}${lastSeen(outcome.last)}: ${(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .ended */ .v6)(outcome.reason)}`,
        "It may still be going; its result is not known here."
      ];
    case "pending":
      return [`Not waited for, as \`wait: false\` says: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, outcome.run, outcome.last)}.`];
    case "not_started":
      return outcome.given === void 0 ? [`No run was started: ${(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .ended */ .v6)(outcome.reason)}`] : [`Nothing to wait for: ${(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .ended */ .v6)(outcome.reason)}`];
    case "unknown":
      return (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .unknown */ .L5)(outcome, names);
    case "action_required":
      return [
        `A person has to act: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, outcome.run, outcome.last)} is ${outcome.last.status} and \`on-input-required\` is \`fail\`.`,
        "It was left as it is: answer it first."
      ];
  }
}
function warning(lastWarning) {
  return lastWarning === void 0 ? "" : `
The platform's last warning: ${(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .ended */ .v6)((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutMiddle */ .it)(lastWarning, LONGEST_TEXT))}`;
}
var LABELS = /^(?:\[[^\]]+\] )*(?:Error: )?/;
function decisiveLine(outcome, lastLines) {
  const line = lastLines.map(uncoloured).findLast((each2) => each2 !== "");
  if (outcome.kind !== "ended" || outcome.phase === "succeeded" || line === void 0) return "";
  return uncoloured(outcome.last.error).includes(line.replace(LABELS, "")) ? "" : `
Last log line: ${(0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutMiddle */ .it)(line, LONGEST_TEXT)}`;
}
function toWaitFor(outcome) {
  const run = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .openRunOf */ .vq)(outcome);
  return run === void 0 ? "" : `To wait for it, give ${outcome.kind === "pending" ? "a" : "this"} step \`run-id: ${run.runId}\`.`;
}
function lastSeen(last) {
  if (last === void 0) return ", never seen";
  const over3 = isOverAllTheSame(last) ? ", which this action does not know, with a time at which it ended" : "";
  return `, last seen as ${last.status}${over3}`;
}
function isOverAllTheSame({ phase, endedAtMs }) {
  return phase === "unrecognised" && endedAtMs !== void 0;
}
function uncoloured(text = "") {
  return (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .withoutTerminalSequences */ .$u)(text).trim();
}
function details(last) {
  const error = uncoloured(last.error);
  const parts = [
    last.exitCode === void 0 ? "" : `Exit code ${last.exitCode}.`,
    error === "" ? "" : `Error: ${(0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutMiddle */ .it)(error, LONGEST_TEXT)}`
  ];
  return parts.filter((part) => part !== "").join(" ");
}
function neverBegan({ limit, last, hasWorked }) {
  if (hasWorked) return "";
  const isEnded = last?.phase === "ending" || last?.phase === "terminated";
  if (last?.phase !== "waiting" && !(limit === "queue-timeout" && isEnded)) return "";
  const words = uncoloured(last?.error);
  return words === "" ? "It never began to work." : (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .ended */ .v6)(`It never began to work: ${(0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutMiddle */ .it)(words, LONGEST_TEXT)}`);
}
function afterTimeout(termination, last) {
  switch (termination.kind) {
    case "not_requested":
      return last !== void 0 && isOverAllTheSame(last) ? "It was left as it is, and is likely to be over: look at it." : "It was left going (`on-timeout: terminate` would end it).";
    case "accepted":
      return `Its termination was accepted${last === void 0 ? "" : `; it is now ${last.status}`}.`;
    case "already_ended":
      return "It had ended by the time it was to be terminated.";
    case "failed":
      return `It could not be terminated (${termination.reason}) and may still be going.`;
  }
}
function cancelled(outcome, names) {
  const head = "Cancelled: the runner told the step to stop.";
  if (outcome.run === void 0) {
    return outcome.trigger === "not_sent" ? [head, "No run was started."] : [head, "The trigger was under way and its run is not known; the post step looks for it."];
  }
  const run = (0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .named */ .KT)(names, outcome.run, outcome.last);
  switch (outcome.termination.kind) {
    case "not_requested":
      return outcome.last !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(outcome.last) ? [head, `${run} had ended as ${outcome.last.status}.`] : [head, `${run}${lastSeen(outcome.last)} was left going, as the inputs say.`];
    case "accepted":
      return [
        head,
        `Termination of ${run} was accepted${outcome.last === void 0 ? "" : `; it is ${outcome.last.status}`}.`
      ];
    case "already_ended":
      return [head, `${run} had ended already.`];
    case "failed":
      return [head, `${run} could not be terminated yet (${outcome.termination.reason}); the post step tries again.`];
  }
}

// src/verdict/bounded-json.ts
function boundedJson(value, mostBytes) {
  const keys = /* @__PURE__ */ new Map();
  for (const { items, depth } of [ALL, { items: 200, depth: 20 }, { items: 20, depth: 6 }]) {
    for (let longest = mostBytes; longest >= 64; longest = Math.floor(longest / 4)) {
      const room = { bytes: mostBytes, keys };
      const kept = pruned(value, { longest, items, depth }, room);
      const text = room.bytes < 0 ? void 0 : JSON.stringify(kept);
      if (text !== void 0 && Buffer.byteLength(text) <= mostBytes) return text;
    }
  }
  return JSON.stringify({ truncated: `the run is larger than ${mostBytes} bytes` });
}
var ALL = { items: Number.POSITIVE_INFINITY, depth: 500 };
function pruned(value, limits, room) {
  const { longest, items, depth } = limits;
  if (typeof value === "string") return charged((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutToBytes */ .S)(value, longest), room);
  room.bytes -= 1;
  if (typeof value !== "object" || value === null) return value;
  if ((0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_5__/* .isRawNumber */ .K4)(value)) {
    charged(value.rawJSON, room);
    return value.rawJSON.length > longest ? _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .CUT */ .T6 : value;
  }
  if (depth === 0) return _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .CUT */ .T6;
  const below = { ...limits, depth: depth - 1 };
  if (isList(value)) {
    const kept2 = within(value, items, room).map((item) => pruned(item, below, room));
    return value.length > items ? [...kept2, _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .CUT */ .T6] : kept2;
  }
  const keys = keysOf(value, room);
  const kept = within(keys, items, room).map(
    (key) => [charged((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutToBytes */ .S)(key, longest), room), pruned(value[key] ?? null, below, room)]
  );
  return Object.fromEntries(keys.length > items ? [...kept, [_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .CUT */ .T6, _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .CUT */ .T6]] : kept);
}
function isList(value) {
  return Array.isArray(value);
}
function charged(text, room) {
  room.bytes -= text.length;
  return text;
}
function within(members, most, room) {
  if (Math.min(members.length, most) > room.bytes) room.bytes = -1;
  return room.bytes < 0 ? [] : members.slice(0, most);
}
function keysOf(value, { keys }) {
  const known = keys.get(value) ?? Object.keys(value);
  if (known.length > 1e3) keys.set(value, known);
  return known;
}

// src/verdict/outputs.ts
var KIB = 1024;
var LONGEST_ERROR_BYTES = 4 * KIB;
var LONGEST_RESULT_BYTES = 64 * KIB;
var LONGEST_RUN_BYTES = 64 * KIB;
function outputsOf(conclusion, run, last) {
  const outputs = {
    "run-id": run?.runId ?? "",
    "run-url": run?.runUrl ?? "",
    status: last?.status ?? "",
    conclusion,
    "exit-code": last?.exitCode === void 0 ? "" : String(last.exitCode),
    error: (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutMiddleToBytes */ .kC)(plain(last?.error ?? ""), LONGEST_ERROR_BYTES),
    "started-at": (0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_13__/* .isoTime */ .Ly)(last?.startedAtMs),
    "ended-at": (0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_13__/* .isoTime */ .Ly)(last?.endedAtMs),
    "duration-seconds": wholeSeconds((0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .durationOf */ .c)(last)),
    result: (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutToBytes */ .S)(plain(last?.result ?? ""), LONGEST_RESULT_BYTES),
    run: last === void 0 ? "" : boundedJson(last.raw, LONGEST_RUN_BYTES)
  };
  return { ...outputs, ...mapValues(outputs, plain), run: (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .withoutControls */ .DJ)(outputs.run) };
}
function firstOutputs(run, last) {
  const { runId, runUrl } = run;
  const first = { "run-id": runId, "run-url": runUrl, status: last?.status ?? "", conclusion: "pending" };
  return mapValues(first, plain);
}
function finalOutputs(outcome, platform) {
  const { run, last } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .runOf */ .ng)(outcome);
  const conclusion = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .conclusionOf */ .vu)(outcome);
  const other = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .inTheWayOf */ .Lx)(outcome);
  if (other !== void 0) return { ...outputsOf(conclusion, other.run), status: plain(other.status) };
  const own = run === void 0 ? {} : platform?.outputs(run, last) ?? {};
  return { ...mapValues(own, plain), ...outputsOf(conclusion, run, last) };
}
function wholeSeconds(durationMs) {
  return durationMs === void 0 ? "" : String(Math.round(durationMs / 1e3));
}
function plain(text) {
  return (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .withoutControls */ .DJ)((0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .withoutTerminalSequences */ .$u)(text.replace(/\r\n?/g, "\n")));
}
function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

// src/step/reporting.ts
function writeFirstOutputs(runner, run, last) {
  writeOutputs(runner, firstOutputs(run, last));
}
function writeFinalOutputs(runner, outcome, platform) {
  writeOutputs(runner, finalOutputs(shown(runner, outcome), platform));
}
function reportVerdict(runner, names, outcome, heard) {
  const message = messageOf(shown(runner, outcome), names, heard);
  switch ((0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .traitsOf */ .JC)((0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_2__/* .conclusionOf */ .vu)(outcome)).step) {
    case "succeeds":
      runner.info(message);
      return;
    case "fails":
      runner.fail(message);
      return;
    case "fails_silently":
      runner.failSilently(message);
      return;
  }
}
function warnOfOtherVersion({ platform, known, runner }, seen) {
  const other = known.asked === void 0 ? void 0 : platform.otherVersion?.(known.asked, seen);
  if (other === void 0) return;
  delete known.asked;
  runner.warning(`${other.charAt(0).toUpperCase()}${other.slice(1)}.`);
}
async function writeSummary(runner, report) {
  const { renderSummary } = await __webpack_require__.e(/* import() */ 261).then(__webpack_require__.bind(__webpack_require__, 1261));
  runner.addSummary(renderSummary(report));
}
async function afterVerdict({ runner }, failed, work) {
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    runner.warning(`${failed}: ${why}. This does not touch the verdict.`);
  }
}
function reportOf({ platform, inputs, clock, known, runner }, names, outcome) {
  const usual = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .usualOf */ .sB)(known.past);
  const told = shown(runner, outcome);
  return {
    names,
    outcome: told,
    message: messageOf(told, names, { lastLines: [], lastWarning: known.lastWarning }),
    ...platform.jobName === void 0 ? {} : { job: runner.blot(platform.jobName) },
    ...inputs.runName === void 0 ? {} : { alias: runner.blot(inputs.runName) },
    asked: platform.describes.map(({ label, value }) => ({ label, value: runner.blot(value) })),
    statuses: known.statuses.map((seen) => ({ ...seen, status: runner.blot(seen.status) })),
    elapsedMs: clock.nowMs() - (known.begunAtMs ?? clock.nowMs()),
    lastLines: known.lastLines,
    ...known.lastWarning === void 0 ? {} : { lastWarning: known.lastWarning },
    ...usual === void 0 ? {} : { usual }
  };
}
function reportOfFaults(names, outcome) {
  const known = { statuses: [], lastLines: [] };
  return { names, outcome, message: messageOf(outcome, names), asked: [], elapsedMs: 0, ...known };
}
function shown(runner, outcome) {
  return (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .shownOutcome */ .CF)(outcome, (text) => runner.blot(text));
}
function writeOutputs(runner, outputs) {
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value);
}

// src/step/second-runs.ts
var ENDING_MS = 3e4;
var TWIN_SEARCH_MS = 1e4;
var SOON_MS = 15e3;
var LOOKS_AFTER_MS = [15e3, 45e3, 12e4, 3e5];
async function endTwinsAtOnce(step2, inDoubt, keep) {
  const limit = { untilMs: step2.clock.nowMs() + ENDING_MS, signal: step2.runner.stop };
  reportEndedTwins(step2, { ...NONE, twins: await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .endSeenTwins */ .ch)(step2, inDoubt, keep, limit) }, keep);
}
async function searchMeanwhile(step2, inDoubt, keep, isOver) {
  const { clock, runner } = step2;
  const signal = AbortSignal.any([runner.stop, isOver]);
  for (const afterMs of LOOKS_AFTER_MS) {
    if ((0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .unseenRuns */ .LK)(inDoubt, keep) === 0) return;
    await clock.sleep(afterMs - inDoubt.attempt.lastAgeMs(), signal);
    if (signal.aborted) return;
    reportEndedTwins(
      step2,
      await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .endTwins */ .Xz)(step2, inDoubt, keep, { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal }),
      keep
    );
  }
}
async function searchForTwins(step2, handle) {
  const { known, runner, clock } = step2;
  const { inDoubt } = known;
  if (inDoubt === void 0) return;
  await known.endingTwins;
  const limit = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop };
  let search = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .endTwins */ .Xz)(step2, inDoubt, handle, limit);
  const soonMs = Math.max(SOON_MS, step2.inputs.requestTimeoutMs) - inDoubt.attempt.lastAgeMs();
  if (search.unseen > 0 && search.looked && soonMs > 0) {
    const waitMs = Math.min(soonMs, step2.deadlineMs - clock.nowMs() - 1e3);
    warnOfTwins(step2, { ...search, suspects: [], unseen: 0 }, handle);
    if (waitMs > 0) await clock.sleep(waitMs, runner.stop);
    const again = { untilMs: clock.nowMs() + TWIN_SEARCH_MS, signal: runner.stop };
    if (waitMs > 0 && !runner.stop.aborted) search = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .endTwins */ .Xz)(step2, inDoubt, handle, again);
  }
  warnOfTwins(step2, search, handle);
  if (runner.stop.aborted && !(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .areEnded */ .dP)(search)) known.leftToPost = true;
}
function warnOfTwins({ runner, platform, known }, search, handle) {
  const twins = search.twins.filter(({ run }) => !known.warnedTwins.has(run.runId));
  for (const { run } of twins) known.warnedTwins.add(run.runId);
  for (const warning2 of (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .twinWarnings */ .AY)({ ...search, twins }, handle, platform.runNoun)) runner.warning(warning2);
}
var NONE = { twins: [], suspects: [], looked: true, unseen: 0 };
function reportEndedTwins(step2, { twins }, keep) {
  warnOfTwins(step2, { ...NONE, twins: twins.filter(isDealtWith) }, keep);
}
function isDealtWith({ termination }) {
  return termination.kind !== "failed";
}

// src/core/search/settle.ts
var SEARCHES = 3;
var SHORTEST_WINDOW_MS = 15e3;
var FIRST_GAP_MS = 1e3;
var LONGEST_GAP_MS = 1e4;
var DENIAL_GAP_MS2 = 2500;
var LAST_SEARCH_MS = 1e3;
async function settle(ports, runSearch, policy) {
  const { clock } = ports;
  const { signal, outageToleranceMs } = policy;
  const windowMs = policy.once ? 0 : Math.max(SHORTEST_WINDOW_MS, policy.requestTimeoutMs);
  const leastSearches = policy.once ? 1 : SEARCHES;
  const patience = new _chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .Patience */ .i3(ports, { outageToleranceMs });
  let searches = 0;
  let denials = 0;
  let endMs = Number.POSITIVE_INFINITY;
  while (!signal?.aborted) {
    const attemptMs = clock.nowMs();
    const untilMs = Math.min(policy.untilMs, patience.attemptUntilMs());
    const reading = await runSearch.search({ ...policy, untilMs });
    let gapMs;
    switch (reading.kind) {
      case "stopped":
        return { kind: "stopped" };
      case "good": {
        const [ours] = reading.value.ours;
        if (ours !== void 0) return { kind: "found", ours };
        patience.answered();
        denials = 0;
        if (++searches === 1) endMs = clock.nowMs() + windowMs;
        if (searches >= leastSearches && (policy.once || attemptMs >= endMs))
          return conclude(runSearch, reading.value.complete);
        gapMs = gapAfter(searches, endMs - clock.nowMs());
        break;
      }
      case "denied":
        if (++denials >= SEARCHES) return gaveUp(runSearch, `the job's runs can't be listed: ${reading.message}`);
        gapMs = DENIAL_GAP_MS2;
        break;
      case "setback": {
        const next2 = patience.failed(reading, attemptMs);
        if (next2.kind === "give_up") return gaveUp(runSearch, next2.reason);
        denials = 0;
        gapMs = next2.waitMs;
        break;
      }
    }
    const leftMs = policy.untilMs - LAST_SEARCH_MS - clock.nowMs();
    if (leftMs <= 0) return gaveUp(runSearch, outOfTime(patience));
    await clock.sleep(Math.min(gapMs, leftMs), signal);
  }
  return { kind: "stopped" };
}
function gapAfter(searches, leftMs) {
  const wishMs = Math.min(FIRST_GAP_MS * 2 ** (searches - 1), LONGEST_GAP_MS);
  return Math.min(wishMs, Math.max(FIRST_GAP_MS, leftMs));
}
function conclude({ seen: candidates }, complete) {
  if (candidates.length === 0 && complete) return { kind: "nothing_newer" };
  const reason = candidates.length === 0 ? "the list of runs could not be read to its end" : `${candidates.length === 1 ? "a run" : `${candidates.length} runs`} newer than the attempt can't be proved to be this step's or somebody else's`;
  return { kind: "unprovable", candidates, reason };
}
function outOfTime({ outage }) {
  const reason = "`timeout` leaves no time for another look";
  return outage === void 0 ? reason : `${reason}; the last one: ${outage.message}`;
}
function gaveUp({ seen: candidates }, reason) {
  return { kind: "gave_up", candidates, reason };
}

// src/core/search/doubt.ts
var MOST_DOUBTFUL_SENDS = 2;
async function settleDoubt(ports, policy, runSearch, doubt) {
  const { runner, clock } = ports;
  if (!runSearch.isPossible) return unsettled(doubt, ports.platform.whyUnlisted ?? `the job's runs can't be listed`);
  const startMs = clock.nowMs();
  const settled = await settle(ports, runSearch, policy);
  switch (settled.kind) {
    case "found": {
      const { handle } = settled.ours;
      runner.info(`Found by its alias ${runSearch.attempt.alias}: ${handle.runId} is this step's run.`);
      return { kind: "found", run: handle };
    }
    case "stopped":
      return settled;
    case "gave_up":
    case "unprovable":
      return unsettled(doubt, settled.reason, settled.candidates);
    case "nothing_newer":
      return afterNothingNewer(ports, policy, doubt, { tookMs: clock.nowMs() - startMs, hasAlias: runSearch.hasAlias });
  }
}
function afterNothingNewer({ platform, runner }, policy, doubt, { tookMs, hasAlias }) {
  const took = policy.once ? "when it was last looked" : `in ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(tookMs)}`;
  const nothing = `no newer run showed up ${took}`;
  if (doubt.isOver) return unsettled(doubt, nothing);
  if (!hasAlias) {
    return unsettled(doubt, `${nothing}, and ${platform.name} has no alias by which a late one could be told`);
  }
  if (!policy.maySendAgain) return unsettled(doubt, `${nothing}; with \`wait: false\` the trigger is not sent again`);
  if (doubt.sends >= MOST_DOUBTFUL_SENDS) {
    return unsettled(doubt, `${nothing}, after the trigger had been sent ${doubt.sends} times`);
  }
  if (!policy.once) runner.info(`No newer run showed up ${took}: sending the trigger once more under the same alias.`);
  return { kind: "send_again" };
}
function unsettled({ why }, reason, candidates = []) {
  return { kind: "unsettled", reason: `${why}; ${reason}`, candidates };
}

// src/core/trigger/sending.ts
var STOP_GRACE_MS = 2500;
var SHORTEST_SEND_MS = 500;
var Sending = class {
  #ports;
  #policy;
  #search;
  #firstSentMs;
  #lastSentMs;
  /** Sends that may have had an effect. */
  #sends = 0;
  /** What came of them has not been looked for since the last wait. */
  #mustSearch = false;
  #patience;
  constructor(ports, policy, what) {
    const { clock } = ports;
    this.#ports = ports;
    this.#policy = policy;
    this.#patience = this.#freshPatience();
    const ageMs = () => clock.nowMs() - (this.#firstSentMs ?? clock.nowMs());
    const lastAgeMs = () => clock.nowMs() - (this.#lastSentMs ?? clock.nowMs());
    this.#search = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .createRunSearch */ .sQ)(ports, { ...what, ageMs, lastAgeMs, sends: () => this.#sends });
  }
  async run(onSend) {
    const { clock, runner } = this.#ports;
    for (; ; ) {
      if (runner.stop.aborted) return { kind: "stopped", ...this.#inDoubt() };
      if (this.#policy.deadlineMs - clock.nowMs() < SHORTEST_SEND_MS) {
        return this.#outOfTime("`timeout` left no time to send the trigger");
      }
      const found = await this.#searchBeforeSend();
      if (found !== void 0) return found;
      onSend({ sends: this.#sends + 1 });
      const sentMs = clock.nowMs();
      const reading = this.#believed(await this.#send());
      if (mayHaveStarted(reading)) {
        this.#firstSentMs ??= sentMs;
        this.#lastSentMs = sentMs;
        this.#sends += 1;
      }
      const ending = await this.#afterSend(reading, sentMs);
      if (ending !== void 0) return ending;
    }
  }
  /** Before every send that follows a doubtful one, however short the wait: what that started may be there by now. */
  async #searchBeforeSend() {
    if (!this.#mustSearch) return void 0;
    return this.#settle({ why: "an earlier send of the trigger is in doubt" }, { once: true });
  }
  async #send() {
    const { channel, platform, clock, runner } = this.#ports;
    const { target, alias } = this.#search.attempt;
    const grace = new AbortController();
    const onStop = async () => {
      await clock.sleep(STOP_GRACE_MS);
      grace.abort();
    };
    runner.stop.addEventListener("abort", onStop);
    const isFirst = this.#patience.outage === void 0;
    const untilMs = isFirst ? this.#policy.deadlineMs : this.#patience.attemptUntilMs();
    const options = { untilMs, signal: grace.signal, freshConnection: true };
    const reading = await channel.ask(platform.trigger(target, alias), options);
    runner.stop.removeEventListener("abort", onStop);
    return reading;
  }
  /** A run that was there before is not what this trigger started: somebody on the way gave an answer of an earlier one. */
  #believed(reading) {
    if (reading.kind !== "good") return reading;
    const { run } = reading.value;
    const age = this.#search.attempt.baseline.age({ handle: run, status: "", phase: "unrecognised" });
    if (age !== "old") return reading;
    return { kind: "setback", effect: "possible", message: `the answer names ${run.runId}, which was there before` };
  }
  /** Undefined: send again. */
  async #afterSend(reading, sentMs) {
    switch (reading.kind) {
      case "good": {
        const doubt = this.#sends > 1 ? { inDoubt: this.#search } : {};
        return reading.value.kind === "run" ? { ...reading.value, kind: "started", ...doubt } : reading.value;
      }
      case "denied":
        return this.#refused(`the trigger was refused: ${reading.message}`, reading.refusal);
      case "stopped":
        return { kind: "stopped", ...this.#inDoubt() };
      case "setback":
        return reading.effect === "none" ? this.#waitToSend(reading, sentMs) : this.#afterDoubt(reading);
    }
  }
  /** The trigger provably started nothing: it may be sent again, after a while. */
  async #waitToSend(setback, sentMs) {
    const { clock, runner } = this.#ports;
    const isFirst = this.#patience.outage === void 0;
    const next2 = this.#patience.failed(setback, sentMs);
    if (next2.kind === "give_up") {
      return this.#outOfTime(
        next2.limit === "outage" ? `the trigger could not be sent: ${next2.reason}` : `the trigger could not be sent within \`timeout\`; the last attempt: ${setback.message}`
      );
    }
    if (isFirst) runner.info(`The trigger could not be sent: ${setback.message}. Nothing was started; trying again.`);
    await clock.sleep(next2.waitMs, runner.stop);
    this.#mustSearch = this.#sends > 0;
    return void 0;
  }
  #afterDoubt({ message: why }) {
    this.#patience = this.#freshPatience();
    this.#ports.runner.info(
      `It is not known what came of the trigger: ${why}. Looking among the job's runs for what it may have started.`
    );
    return this.#settle({ why });
  }
  async #settle(doubt, how = {}) {
    const { runner } = this.#ports;
    const policy = { ...this.#policy, untilMs: this.#policy.deadlineMs, signal: runner.stop, ...how };
    const ending = await settleDoubt(this.#ports, policy, this.#search, { ...doubt, sends: this.#sends });
    this.#mustSearch = false;
    if (ending.kind === "found") return { kind: "started", run: ending.run, ...this.#inDoubt() };
    if (ending.kind === "stopped") return { kind: "stopped", ...this.#inDoubt() };
    return ending.kind === "send_again" ? void 0 : ending;
  }
  #freshPatience() {
    const { deadlineMs: untilMs, outageToleranceMs } = this.#policy;
    return new _chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .Patience */ .i3(this.#ports, { untilMs, outageToleranceMs });
  }
  /** After a doubtful send nothing is proved by a later one that was refused: its effect may still come. */
  async #refused(reason, refusal) {
    if (this.#sends === 0) return { kind: "refused", reason, refusal };
    return this.#inDoubtWith(reason, {});
  }
  /** A limit ended it: there is time for one more look at most. */
  async #outOfTime(reason) {
    if (this.#sends === 0) return { kind: "refused", reason };
    return this.#inDoubtWith(reason, { once: true, outageToleranceMs: 0 });
  }
  async #inDoubtWith(why, how) {
    const ending = await this.#settle({ why, isOver: true }, how);
    return ending ?? { kind: "unsettled", reason: why, candidates: this.#search.seen };
  }
  #inDoubt() {
    return this.#sends > 0 ? { inDoubt: this.#search } : {};
  }
};
function mayHaveStarted(reading) {
  return reading.kind === "good" || reading.kind !== "denied" && reading.effect === "possible";
}

// src/core/trigger/index.ts
async function trigger(ports, policy, what, onSend) {
  return new Sending(ports, policy, what).run(onSend);
}

// src/step/earlier-attempt.ts
var SEARCH_MS = 3e3;
async function findOfEarlierAttempt(step2, target) {
  const { inputs, platform, clock, runner } = step2;
  if (!inputs.isRerun || inputs.onRerun === "start" || runner.stop.aborted) return void 0;
  const untilMs = Math.min(clock.nowMs() + SEARCH_MS, step2.deadlineMs);
  const aliases = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .aliasesOf */ .QI)(inputs.alias, clock);
  const found = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .searchByAlias */ .c$)(step2, target, aliases, { untilMs, signal: runner.stop });
  if (found.kind === "stopped") return void 0;
  if (found.kind !== "good") {
    runner.warning(`Could not look for a ${platform.runNoun} of an earlier attempt: ${found.message}. ${STARTING}`);
    return void 0;
  }
  const going = found.value.runs.filter((run) => !(0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(run) && run.phase !== "ending");
  const [oldest, ...others] = going;
  if (oldest === void 0) {
    runner.info(nothingFound(step2, target));
    return void 0;
  }
  if (!found.value.isProved) {
    runner.warning(
      `${listOf(going)} may be of an earlier attempt, but the search by alias proves nothing here. ${STARTING}`
    );
    return void 0;
  }
  if (others.length > 0) {
    runner.warning(
      `Earlier attempts of this step started more than one ${platform.runNoun} that still goes on. Waiting for the oldest, ${oldest.handle.runId}; look after ${listOf(others)}.`
    );
  }
  return oldest;
}
var STARTING = "The job is triggered; if the earlier run still goes on, there are two now.";
function nothingFound({ platform, inputs }, target) {
  return platform.findByAlias?.(target, inputs.alias.stem) === void 0 ? `This is a re-run. ${platform.name} can't tell which ${platform.runNoun} an earlier attempt started: the job is triggered.` : `This is a re-run. No ${platform.runNoun} of an earlier attempt that still goes on was found: the job is triggered.`;
}
function listOf(runs) {
  return runs.map(({ handle }) => `${handle.runId} (${handle.runUrl})`).join(", ");
}

// src/core/poll.ts
var LAST_LOOK_MS = 1e3;
function step(policy, state, seen) {
  switch (seen.reading.kind) {
    case "good":
      return afterGood(policy, state, seen.reading.value, seen);
    case "denied":
      return afterDenied(policy, state, seen.reading, seen);
    case "setback":
      return afterFailure(policy, state, seen.reading, seen);
  }
}
function afterGood(policy, before, last, seen) {
  const hasWorked = before.hasWorked || isAtWork(last);
  const state = { last, ...hasWorked ? { hasWorked } : {} };
  if ((0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(last)) return [state, over({ kind: "final", phase: last.phase, last })];
  const isOver = last.phase === "input_required" && policy.onInputRequired === "fail";
  const isQueued = last.phase === "waiting" && !hasWorked;
  return [state, isOver ? over({ kind: "input_required", last }) : nextAfterGood(policy, isQueued, seen)];
}
function afterDenied(policy, state, denied2, seen) {
  const { refusal: about, message } = denied2;
  if (about === "other") return afterFailure(policy, state, denied2, seen);
  const tooEarly = about === "missing" && seen.nowMs < policy.expectedByMs;
  const { denials: before, ...rest } = state;
  if (tooEarly) return [rest, next(policy, seen, _chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .DENIAL_GAP_MS */ .Yw)];
  const denials = (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .afterDenial */ .uP)(before, denied2, seen.nowMs);
  if ((0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .isCertain */ .te)(denials, seen.nowMs)) {
    return [{ ...rest, denials }, over({ kind: "denied", about, reason: message })];
  }
  return [{ ...rest, denials }, next(policy, seen, _chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .DENIAL_GAP_MS */ .Yw)];
}
function afterFailure(policy, state, failed, seen) {
  const outcome = (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .afterSetback */ .YP)(
    state.outage,
    failed,
    { ...seen, random: policy.random },
    {
      toleranceMs: policy.outageToleranceMs,
      nameResolved: policy.nameResolved
    }
  );
  const { denials: _broken, ...rest } = state;
  const after = { ...rest, outage: outcome.outage };
  if (outcome.kind === "give_up")
    return [after, over({ kind: "unreachable", reason: outcome.reason, sinceMs: outcome.outage.sinceMs })];
  return [after, next(policy, seen, outcome.waitMs)];
}
function nextAfterGood(policy, isQueued, seen) {
  const { queueUntilMs, deadlineMs, intervalMs } = policy;
  if (!isQueued || queueUntilMs === void 0 || queueUntilMs >= deadlineMs) {
    return next(policy, seen, intervalMs);
  }
  return next({ deadlineMs: queueUntilMs }, seen, intervalMs, "queue-timeout");
}
function isAtWork({ phase }) {
  return phase === "running" || phase === "input_required";
}
function next({ deadlineMs }, seen, waitMs, limit = "timeout") {
  const lookMs = Math.max(100, 2 * (seen.nowMs - seen.attemptMs));
  const lastLookMs = deadlineMs - Math.min(LAST_LOOK_MS, lookMs);
  if (seen.nowMs >= lastLookMs) return over({ kind: "timed_out", limit });
  return { kind: "look_again", atMs: Math.min(seen.nowMs + waitMs, lastLookMs) };
}
function over(ending) {
  return { kind: "over", ending };
}

// src/core/stopping.ts
var NETWORK_MS = 6e3;
var SEARCH_MS2 = 4200;
var SEARCH_GAP_MS = 500;
var LAST_LOOK_MS2 = 1e3;
async function stopRun(ports, policy, known, onRun = () => void 0) {
  const { inDoubt, last } = known;
  const untilMs = policy.stoppedAtMs + NETWORK_MS;
  const run = known.run ?? (inDoubt && await findRun(ports, inDoubt, policy.stoppedAtMs + SEARCH_MS2));
  if (run === void 0) return withoutRun(inDoubt === void 0 ? "not_sent" : "in_doubt");
  onRun(run);
  if (known.isUnresolved) return { outcome: await endGiven(ports, policy, run, onRun) };
  const [outcome, twins] = await Promise.all([
    endRun(ports, policy, run, last, untilMs),
    inDoubt !== void 0 ? (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .endTwins */ .Xz)(ports, inDoubt, run, { untilMs, patient: inDoubt.attempt.sends() > 1 }) : void 0
  ]);
  return twins === void 0 ? { outcome } : { outcome, twins };
}
async function endGiven(ports, policy, run, onRun) {
  const left = { kind: "cancelled", trigger: "settled", run };
  if (policy.onCancel === "leave") return { ...left, termination: { kind: "not_requested" } };
  const found = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .resolveRun */ .Uf)(ports, run, { untilMs: policy.stoppedAtMs + SEARCH_MS2 });
  if (found.kind === "unresolved") return { ...left, termination: { kind: "failed", reason: found.reason } };
  onRun(found.run);
  return endRun(ports, policy, found.run, void 0, policy.stoppedAtMs + NETWORK_MS);
}
function withoutRun(trigger2) {
  return { outcome: { kind: "cancelled", trigger: trigger2, termination: { kind: "not_requested" } } };
}
function isSettled({ outcome, twins }) {
  const isRunSettled = outcome.trigger !== "in_doubt" && outcome.termination.kind !== "failed";
  return isRunSettled && (twins === void 0 || (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .areEnded */ .dP)(twins));
}
async function endRun(ports, policy, run, last, untilMs) {
  let now = last;
  const onSeen = (seen2) => {
    now = seen2;
  };
  const termination = policy.onCancel === "leave" ? { kind: "not_requested" } : await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .terminate */ .MH)(ports, run, last, { untilMs }, onSeen);
  const seen = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .readStatus */ .rk)(ports, run, { untilMs: Math.min(untilMs, ports.clock.nowMs() + LAST_LOOK_MS2) });
  now = seen ?? now;
  const ended2 = now !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(now) && termination.kind === "failed";
  return {
    kind: "cancelled",
    trigger: "settled",
    run,
    termination: ended2 ? { kind: "already_ended" } : termination,
    ...now === void 0 ? {} : { last: now }
  };
}
async function findRun({ clock }, inDoubt, untilMs) {
  const ours = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .findOurs */ .ZA)(inDoubt, clock, { untilMs, lastBeginMs: untilMs, gapMs: SEARCH_GAP_MS });
  return ours?.handle;
}

// src/step/ending.ts
var AFTER_TIMEOUT_MS = 3e4;
async function afterWatch(step2, handle, { ending, last }) {
  const seen = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .lastOf */ .g1)(step2.known);
  switch (ending.kind) {
    case "final":
      return { kind: "ended", phase: ending.phase, run: handle, last: ending.last };
    case "input_required":
      return { kind: "action_required", run: handle, last: ending.last };
    case "unreachable":
      return { kind: "lost", run: handle, ...seen, reason: `${ending.reason}${whileHeard(step2, ending.sinceMs)}` };
    case "denied":
      return denied(step2, handle, last !== void 0, ending);
    case "timed_out":
      return timedOut(step2, handle, ending.limit);
    case "stopped":
      return cancel(step2, step2.known.inDoubt);
  }
}
function whileHeard({ known }, sinceMs) {
  return (known.lastHeardMs ?? sinceMs) > sinceMs ? "; its log kept coming, so that only its status could not be read" : "";
}
function denied(step2, run, wasSeen, { about, reason }) {
  const { platform, inputs, known } = step2;
  const seen = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .lastOf */ .g1)(known);
  if (about === "not_allowed") {
    const advice = (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .accessAdvice */ .Fv)(step2, `see this ${platform.runNoun}`);
    return { kind: "lost", run, ...seen, reason: `${platform.name} answered ${reason}; ${advice}` };
  }
  if (inputs.attachTo !== void 0 && !wasSeen) {
    const reason404 = `the ${platform.runNoun} \`${run.runId}\` given as \`run-id\` does not exist (${reason}); check \`run-id\`, \`base-url\` and the id of the job`;
    return { kind: "not_started", reason: reason404, given: run.runId };
  }
  return { kind: "lost", run, ...seen, reason: `it has disappeared: ${platform.name} answered ${reason}` };
}
async function timedOut(step2, handle, by) {
  const { inputs, known, clock, runner } = step2;
  const limit = { untilMs: clock.nowMs() + AFTER_TIMEOUT_MS, signal: runner.stop };
  const timeoutMs = by === "timeout" ? inputs.timeoutMs : inputs.queueTimeoutMs ?? 0;
  let termination = { kind: "not_requested" };
  if (inputs.onTimeout === "terminate") {
    runner.info(`\`${by}\` of ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(timeoutMs)} reached: terminating ${handle.runId}.`);
    const onSeen = (seen) => {
      known.last = seen;
      writeFirstOutputs(runner, handle, seen);
    };
    termination = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .terminate */ .MH)(step2, handle, known.last, limit, onSeen);
    if (termination.kind !== "failed") await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .awaitEnd */ .so)(step2, handle, limit, onSeen);
    else {
      const seen = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .readStatus */ .rk)(step2, handle, limit);
      if (seen !== void 0) onSeen(seen);
    }
    if (runner.stop.aborted && termination.kind === "failed") return cancel(step2, known.inDoubt);
  }
  const worked = known.statuses.some(isAtWork) ? { hasWorked: true } : {};
  return { kind: "timed_out", run: handle, ...(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .lastOf */ .g1)(known), limit: by, timeoutMs, ...worked, termination };
}
async function cancel(step2, inDoubt) {
  const { known, runner } = step2;
  runner.info("The runner told the step to stop.");
  const doubt = inDoubt === void 0 ? {} : { inDoubt };
  const policy = { onCancel: (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .onCancelOf */ .ng)(step2), stoppedAtMs: step2.stoppedAtMs() };
  const onRun = (run) => {
    known.run = run;
    runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.run, JSON.stringify(run));
  };
  const ending = await stopRun(step2, policy, { ...known, ...doubt }, onRun);
  const { outcome, twins } = ending;
  if (twins !== void 0 && outcome.run !== void 0) warnOfTwins(step2, twins, outcome.run);
  known.leftToPost = !isSettled(ending);
  return outcome;
}

// src/pace/bounds.ts
var SHORTEST_MS = 500;
var LONGEST_MS = 15e3;
var LONGEST_SHARE = 1 / 3;
var SHORTEST_PER_ROOT = 0.035 * Math.sqrt(1e3);
var BOUNDS = {
  shortestMs: (elapsedMs) => Math.max(SHORTEST_MS, SHORTEST_PER_ROOT * Math.sqrt(elapsedMs)),
  longestMs: (elapsedMs) => Math.max(LONGEST_MS, LONGEST_SHARE * elapsedMs)
};
function within2(bounds, elapsedMs, gapMs) {
  return Math.min(bounds.longestMs(elapsedMs), Math.max(bounds.shortestMs(elapsedMs), gapMs));
}

// src/pace/committee.ts
var WIDTHS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
var LEANING = WIDTHS.slice(3);
var GUESSES = [
  ...WIDTHS.map((width) => ({ guess: each(width), say: 1 })),
  ...LEANING.map((width) => ({ guess: leaning(width, 1), say: width === 1 ? 4 : 1 })),
  ...LEANING.map((width) => ({ guess: leaning(width, -1), say: 1 })),
  { guess: upright, say: 6 }
];
var MEMORIES = [
  { fading: 1, say: 1 },
  { fading: 0.85, say: 0.3 }
];
var UNHEARD = 1e-3;
var ODD = 0.02;
function committee(logs, grid, oddDensity) {
  const odd = logs.map((log) => ODD * oddDensity(log));
  const members = MEMORIES.flatMap(({ fading, say }) => {
    const logSays = judged(logs, fading, odd);
    const counts = logs.map((_, age) => fading ** age);
    return GUESSES.map(({ guess, say: own }, i) => ({
      density: guess(logs, counts),
      logSay: Math.log(say * own) + (logSays[i] ?? 0)
    }));
  });
  const loudest = Math.max(...members.map(({ logSay }) => logSay));
  const density = new Float64Array(grid.length);
  for (const member of members) {
    const say = Math.exp(member.logSay - loudest);
    if (say < UNHEARD) continue;
    grid.forEach((log, i) => {
      density[i] = (density[i] ?? 0) + say * member.density(log);
    });
  }
  return density;
}
function judged(logs, fading, odd) {
  const scores = GUESSES.map(() => 0);
  if (logs.length === 1) return scores;
  logs.forEach((log, i) => {
    const counts = logs.map((_, j) => i === j ? 0 : fading ** Math.abs(i - j));
    GUESSES.forEach(({ guess }, g) => {
      scores[g] = (scores[g] ?? 0) + Math.log((1 - ODD) * guess(logs, counts)(log) + (odd[i] ?? 0));
    });
  });
  return scores;
}
function sumOf(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}
function each(width) {
  return (logs, counts) => {
    const total = width * sumOf(counts);
    return (log) => {
      let sum = 0;
      for (let j = 0; j < logs.length; j++) {
        const distance = Math.abs(log - (logs[j] ?? 0)) / width;
        if (distance > REACH) continue;
        const tail = Math.exp(-distance);
        sum += (counts[j] ?? 0) * tail / ((1 + tail) * (1 + tail));
      }
      return sum / total;
    };
  };
}
var REACH = 16;
function leaning(width, side) {
  return (logs, counts) => {
    const total = sumOf(counts);
    const top = Math.max(...logs.map((log) => side * log));
    const sum = logs.reduce((sum2, log, j) => sum2 + (counts[j] ?? 0) * Math.exp((side * log - top) / width), 0);
    return (log) => {
      const share = 1 / (1 + sum * Math.exp((top - side * log) / width));
      return total / width * (1 - share) ** total * share;
    };
  };
}
var SCATTER = 0.1;
function upright(logs, counts) {
  const total = sumOf(counts);
  const freedom = Math.max(1, total);
  const mean = logs.reduce((sum, log, j) => sum + (counts[j] ?? 0) * log, 0) / total;
  const squares = logs.reduce((sum, log, j) => sum + (counts[j] ?? 0) * (log - mean) ** 2, SCATTER ** 2);
  const scale = Math.sqrt(squares / freedom * (1 + 1 / total));
  const height = (1 - 1 / (4 * freedom) + 1 / (32 * freedom ** 2)) / (Math.sqrt(2 * Math.PI) * scale);
  return (log) => height * (1 + ((log - mean) / scale) ** 2 / freedom) ** (-(freedom + 1) / 2);
}

// src/pace/forecast.ts
var STEP = 0.0125;
var MARGIN = 3;
var DOUBT_OF_ONE_RUN = 0.1;
var DOUBT_PER_SPREAD = 0.15;
var MOST_DOUBT = 0.4;
function forecast(durationsMs) {
  const logs = durationsMs.map(Math.log);
  const sorted = logs.toSorted((a, b) => a - b);
  const at = (index) => sorted[index] ?? 0;
  const median = (at(sorted.length - 1 >> 1) + at(sorted.length >> 1)) / 2;
  const firstLog = at(0) - MARGIN;
  const points = Math.ceil((at(sorted.length - 1) + MARGIN - firstLog) / STEP) + 1;
  const grid = Array.from({ length: points }, (_, i) => firstLog + i * STEP);
  const survival = survivalOf(committee(logs, grid, (log) => broadDensity(Math.exp(log - median))));
  const doubt = DOUBT_OF_ONE_RUN / logs.length + Math.min(MOST_DOUBT, DOUBT_PER_SPREAD * spreadOf(survival, firstLog - median) ** 3);
  let outlived = 0;
  grid.forEach((log, i) => {
    const ratio = Math.exp(log - median);
    const alive = (1 - doubt) * (survival[i] ?? 0) + doubt * broadSurvival(ratio);
    survival[i] = alive * Math.exp(-outlived);
    outlived += (1 - alive) ** logs.length * broadHazard(ratio) * ratio * STEP;
  });
  return { firstLog, survival };
}
function survivalOf(density) {
  const survival = new Float64Array(density.length);
  survival[density.length - 1] = 2 / STEP * (density.at(-1) ?? 0);
  for (let i = density.length - 2; i >= 0; i--) {
    survival[i] = (survival[i + 1] ?? 0) + (density[i] ?? 0) + (density[i + 1] ?? 0);
  }
  const all = survival[0] ?? 1;
  return survival.map((sum) => sum / all);
}
function spreadOf(survival, firstLogRatio) {
  let root = 0;
  for (let i = 1; i < survival.length; i++) {
    const before = survival[i - 1] ?? 0;
    const lasted = Math.exp(firstLogRatio + i * STEP) * STEP;
    root += Math.sqrt((before - (survival[i] ?? 0)) * before * lasted);
  }
  return root ** 2;
}
var BROAD_SHAPE = 10;
function broadHazard(ratio) {
  return 1 / (1 + ratio / BROAD_SHAPE);
}
function broadSurvival(ratio) {
  return broadHazard(ratio) ** BROAD_SHAPE;
}
function broadDensity(ratio) {
  return ratio * broadHazard(ratio) * broadSurvival(ratio);
}

// src/pace/scale-free.ts
var SECONDS_PER_ROOT = 0.255;
var ROOTS_TO_DOUBLE = 500;
function gapAfterMs(elapsedMs) {
  const roots = Math.sqrt(elapsedMs / 1e3);
  return 1e3 * SECONDS_PER_ROOT * roots * (1 + roots / ROOTS_TO_DOUBLE);
}
var FLOOR_MS = 500;
var STEADY_FROM_MS = 25e5;
var STEADY_MS = 15270;
var JITTER_SHARE = 0.1;
var JITTER_MOST_MS = 250;
function scaleFreeGapMs(elapsedMs, random) {
  if (elapsedMs < FLOOR_MS) return FLOOR_MS * (1 + random);
  const gapMs = elapsedMs < STEADY_FROM_MS ? gapAfterMs(elapsedMs) : STEADY_MS;
  const jitterMs = Math.min(JITTER_SHARE * gapMs, JITTER_MOST_MS);
  return Math.max(FLOOR_MS, gapMs + jitterMs * (2 * random - 1));
}

// src/pace/schedule.ts
var MOMENTS_A_LOOK = 8;
var MOMENTS_A_LOOK_AT_LEAST = 2;
var MOMENTS = 8e3;
var SPARSEST = 0.025;
var LATE = 1e-3;
var JITTER_SHARE2 = 0.015;
function schedule(forecast2, priceMs, bounds) {
  const segments = segmentsOf(forecast2, priceMs, bounds);
  const moments = momentsOf(segments);
  settle2(moments, priceMs, bounds, lateCostMs(segments, priceMs));
  const plannedMs = moments.atMs.at(-2) ?? 0;
  return (elapsedMs, random) => {
    const nextMs = elapsedMs < plannedMs ? nextAtMs(moments, priceMs, bounds, elapsedMs, random) : elapsedMs;
    const leastMs = nextMs < plannedMs ? 0 : lateGapMs(segments, priceMs, Math.max(elapsedMs, plannedMs), random);
    return within2(bounds, elapsedMs, Math.max(nextMs - elapsedMs, leastMs));
  };
}
function segmentsOf({ firstLog, survival }, priceMs, bounds) {
  return Array.from({ length: survival.length - 1 }, (_, i) => {
    const fromMs = Math.exp(firstLog + i * STEP);
    const toMs = Math.exp(firstLog + (i + 1) * STEP);
    const from = survival[i] ?? 0;
    const to = survival[i + 1] ?? 0;
    const byRate = Math.sqrt(Math.log(from / to) * (toMs - fromMs) / (2 * priceMs));
    return { fromMs, toMs, from, to, looks: Math.min(byRate, (toMs - fromMs) / bounds.shortestMs(fromMs)) };
  });
}
function lateGapMs(segments, priceMs, elapsedMs, random) {
  const index = Math.floor(Math.log(elapsedMs / (segments[0]?.fromMs ?? 1)) / STEP);
  const step2 = segments[Math.max(0, index)];
  const gapMs = step2 === void 0 ? Math.sqrt(priceMs * elapsedMs) : (step2.toMs - step2.fromMs) / step2.looks;
  return gapMs * (0.9 + 0.2 * random);
}
function lateCostMs(segments, priceMs) {
  return segments.reduce((sum, { from, looks }) => from > LATE ? sum : sum + 2 * priceMs * from * looks, 0);
}
function momentsOf(segments) {
  const planned = segments.filter(({ from }) => from > LATE);
  const looks = planned.reduce((sum, step2) => sum + step2.looks, 0);
  const perLook = Math.max(MOMENTS_A_LOOK_AT_LEAST, Math.min(MOMENTS_A_LOOK, MOMENTS / looks));
  const atMs = [0];
  const survival = [1];
  const endedMs = [0];
  const add = (momentMs, alive) => {
    const last = atMs.length - 1;
    const ended2 = (survival[last] ?? 1) - alive;
    endedMs.push((endedMs[last] ?? 0) + ended2 * ((atMs[last] ?? 0) + momentMs) / 2);
    atMs.push(momentMs);
    survival.push(alive);
  };
  let due = 0;
  for (const { fromMs, toMs, from, to, looks: looks2 } of planned) {
    const count = Math.max(looks2 * perLook, STEP / SPARSEST);
    for (let nth = 1 - due; nth <= count; nth++) {
      const share = nth / count;
      add(fromMs + share * (toMs - fromMs), from + share * (to - from));
    }
    due = (due + count) % 1;
  }
  return {
    atMs: Float64Array.from(atMs),
    survival: Float64Array.from(survival),
    endedMs: Float64Array.from(endedMs),
    costMs: new Float64Array(atMs.length),
    next: new Int32Array(atMs.length).fill(atMs.length - 1)
  };
}
function settle2(moments, priceMs, bounds, lateMs) {
  const { atMs, survival, endedMs, costMs, next: next2 } = moments;
  const last = atMs.length - 1;
  costMs[last] = lateMs;
  let furthest = last;
  for (let i = last - 1; i >= 0; i--) {
    const fromMs = atMs[i] ?? 0;
    const alive = survival[i] ?? 0;
    const ended2 = endedMs[i] ?? 0;
    const earliestMs = fromMs + bounds.shortestMs(fromMs);
    const latestMs = fromMs + bounds.longestMs(fromMs);
    let least = Number.POSITIVE_INFINITY;
    let best = last;
    for (let j = i + 1; j <= last; j++) {
      const toMs = atMs[j] ?? 0;
      if (toMs < earliestMs && j < last) continue;
      if (least < Number.POSITIVE_INFINITY && (j > furthest || toMs > latestMs)) break;
      const cost = toMs * (alive - (survival[j] ?? 0)) - ((endedMs[j] ?? 0) - ended2) + (costMs[j] ?? 0);
      if (cost < least) {
        least = cost;
        best = j;
      }
    }
    costMs[i] = least + priceMs * alive;
    next2[i] = best;
    furthest = best;
  }
}
function nextAtMs(moments, priceMs, bounds, elapsedMs, random) {
  const { atMs, survival, endedMs, costMs, next: next2 } = moments;
  const after = firstAfter(atMs, elapsedMs);
  const fromMs = atMs[after - 1] ?? 0;
  const share = (elapsedMs - fromMs) / ((atMs[after] ?? 0) - fromMs);
  const between = (column) => (column[after - 1] ?? 0) + share * ((column[after] ?? 0) - (column[after - 1] ?? 0));
  const alive = between(survival);
  const ended2 = between(endedMs);
  const costOf = (j) => (atMs[j] ?? 0) * (alive - (survival[j] ?? 0)) - ((endedMs[j] ?? 0) - ended2) + (costMs[j] ?? 0);
  const earliest = Math.min(firstAfter(atMs, elapsedMs + bounds.shortestMs(elapsedMs)), atMs.length - 1);
  const latestMs = elapsedMs + bounds.longestMs(elapsedMs);
  let best = Math.max(earliest, next2[after - 1] ?? 0);
  for (let j = best + 1; j <= (next2[after] ?? 0) && (atMs[j] ?? 0) <= latestMs; j++) {
    if (costOf(j) < costOf(best)) best = j;
  }
  const allowed = costOf(best) + JITTER_SHARE2 * priceMs * alive;
  let low = best;
  while (low > earliest && costOf(low - 1) <= allowed) low--;
  let high = best;
  while (high < atMs.length - 1 && (atMs[high + 1] ?? 0) <= latestMs && costOf(high + 1) <= allowed) high++;
  const halfway = (j) => ((atMs[j] ?? 0) + (atMs[j + 1] ?? atMs[j] ?? 0)) / 2;
  const lowMs = halfway(low - 1);
  return lowMs + random * (halfway(high) - lowMs);
}
function firstAfter(atMs, ms) {
  let low = 0;
  let high = atMs.length;
  while (high - low > 1) {
    const middle = low + high >> 1;
    if ((atMs[middle] ?? 0) <= ms) low = middle;
    else high = middle;
  }
  return high;
}

// src/pace/index.ts
var MOST_EARLIER_RUNS = 50;
var PRICE_MS = 100;
var SHORTEST_RUN_MS = 100;
var LONGEST_RUN_MS = 5 * 24 * 36e5;
function planPace(historyMs) {
  const durationsMs = usable(historyMs);
  if (durationsMs.length === 0) {
    return { gapMs: (elapsedMs, random) => within2(BOUNDS, elapsedMs, scaleFreeGapMs(elapsedMs, random)) };
  }
  return { gapMs: schedule(forecast(durationsMs), PRICE_MS, BOUNDS) };
}
function usable(historyMs) {
  return historyMs.slice(0, MOST_EARLIER_RUNS).filter((durationMs) => Number.isFinite(durationMs) && durationMs >= 0).map((durationMs) => Math.min(LONGEST_RUN_MS, Math.max(SHORTEST_RUN_MS, durationMs)));
}

// src/pace/phases.ts
var ENOUGH = 3;
function planPhases(history) {
  const whole = planPace(history.map(({ durationMs }) => durationMs));
  const worked = history.map(({ workMs }) => workMs).filter((workMs) => workMs !== void 0);
  const work = worked.length < ENOUGH ? void 0 : planPace(worked);
  return {
    gapMs({ elapsedMs, workedMs }, random) {
      if (work === void 0 || workedMs === void 0) return whole.gapMs(elapsedMs, random);
      const agedMs = Math.min(elapsedMs, Math.max(0, workedMs));
      return within2(BOUNDS, elapsedMs, work.gapMs(agedMs, random));
    }
  };
}
function paceFor(pollInterval, history = []) {
  return pollInterval.kind === "fixed" ? { gapMs: () => pollInterval.intervalMs } : planPhases(history);
}

// src/pace/run-pace.ts
var RunAge = class {
  #bornMs;
  #workingSinceMs;
  #isQueued = false;
  #isKnown = false;
  constructor(startMs) {
    this.#bornMs = startMs;
  }
  /** Work began when the run was first seen not to wait after it had been seen to. */
  see(nowMs, { isWaiting, lastedMs }) {
    if (!this.#isKnown && lastedMs !== void 0) this.#bornMs = nowMs - lastedMs;
    this.#isKnown = true;
    if (isWaiting) this.#isQueued = true;
    else if (this.#isQueued) this.#workingSinceMs ??= nowMs;
  }
  at(nowMs) {
    const elapsedMs = Math.max(0, nowMs - this.#bornMs);
    if (!this.#isQueued) return { elapsedMs };
    return { elapsedMs, workedMs: this.#workingSinceMs === void 0 ? 0 : nowMs - this.#workingSinceMs };
  }
};
var RunPace = class {
  #pollInterval;
  #past;
  #planned;
  #pace;
  /** `past`: earlier runs of the job, newest first, as far as they are known by now; the same list until it changes. */
  constructor(pollInterval, past) {
    this.#pollInterval = pollInterval;
    this.#past = past;
    this.#planned = past();
    this.#pace = paceFor(pollInterval, this.#planned);
  }
  gapMs(moment, random) {
    const past = this.#past();
    if (this.#planned !== past) {
      this.#planned = past;
      this.#pace = paceFor(this.#pollInterval, past);
    }
    return this.#pace.gapMs(moment, random);
  }
};

// src/core/guard.ts
var EARLY_MS = 10 * 6e4;
var EARLY_GAP_MS = 5e3;
var LATE_GAP_MS = 28e3;
function guardGapMs(watchedMs) {
  return watchedMs < EARLY_MS ? EARLY_GAP_MS : LATE_GAP_MS;
}

// src/core/waker.ts
var SHORTEST_GAP_MS = 300;
var Waker = class {
  #clock;
  #stop;
  #hint = new AbortController();
  constructor(clock, stop, follower) {
    this.#clock = clock;
    this.#stop = stop;
    follower.onHint(() => this.#hint.abort());
    stop.addEventListener("abort", () => this.#hint.abort());
  }
  /** Hints so far are about what the poll that begins now will see. */
  forget() {
    this.#hint = new AbortController();
  }
  async sleep(durationMs) {
    const firstMs = Math.min(durationMs, SHORTEST_GAP_MS);
    await this.#clock.sleep(firstMs, this.#stop);
    if (!this.#stop.aborted) await this.#clock.sleep(durationMs - firstMs, this.#hint.signal);
  }
};

// src/core/watch-log.ts
var MOST_WARNINGS = 5;
var AFTER_FIRST_MS = 15e3;
var WatchLog = class {
  #ports;
  #run;
  #policy;
  /** A run may go back and forth: each warning is given once. */
  #warned = /* @__PURE__ */ new Set();
  #heartbeatMs = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .nextHeartbeatMs */ .iM)(0);
  #notedSlow = false;
  constructor(ports, run, policy) {
    this.#ports = ports;
    this.#run = run;
    this.#policy = policy;
  }
  /** What changed between two states: outages from their first failed attempt on, and the status, with the run's age. */
  changed(before, after, elapsedMs, { isOver }) {
    if (!isOver) this.#trouble(after, before.outage);
    this.#outageEnd(before, after);
    const { last } = after;
    if (last === void 0) return;
    if (last.status !== before.last?.status) this.#status(last, before.last === void 0, elapsedMs);
    this.#warn(last);
  }
  #status(last, isFirst, elapsedMs) {
    const { runner } = this.#ports;
    if (this.#policy.attached && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(last)) {
      const tookMs = (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .durationOf */ .c)(last);
      runner.info(tookMs === void 0 ? last.status : `${last.status} (ran ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(tookMs)})`);
      return;
    }
    runner.info(`${last.status} after ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(elapsedMs)}`);
    if (isFirst) this.#heartbeatMs = Math.max(this.#heartbeatMs, elapsedMs + AFTER_FIRST_MS);
  }
  #warn(last) {
    const warning2 = this.#warningOf(last);
    const what = `${last.status}${last.endedAtMs === void 0 ? "" : ", ended"}`;
    if (warning2 === void 0 || this.#warned.has(what)) return;
    this.#warned.add(what);
    const { runner } = this.#ports;
    if (this.#warned.size <= MOST_WARNINGS) runner.warning(warning2);
    else runner.info(warning2);
  }
  /** A sign of life, if one is due, with what is usual for the job. */
  beat({ last, outage }, elapsedMs, past) {
    if (last === void 0 || outage !== void 0) return;
    const usual = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .usualOf */ .sB)(past);
    const turnsSlow = !this.#notedSlow && usual !== void 0 && (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .isSlow */ .K2)(elapsedMs, usual);
    if (elapsedMs < this.#heartbeatMs && !turnsSlow) return;
    this.#notedSlow ||= turnsSlow;
    this.#heartbeatMs = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .nextHeartbeatMs */ .iM)(elapsedMs);
    this.#ports.runner.info((0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .progressLine */ .oz)(last.status, elapsedMs, usual));
  }
  #trouble({ outage, denials }, before) {
    const { runner, platform } = this.#ports;
    const { runId } = this.#run;
    if (outage !== void 0 && outage !== before && isPowerOfTwo(outage.attempts)) {
      const nth = outage.attempts === 1 ? "" : ` (attempt ${outage.attempts})`;
      runner.info(
        `No usable answer about ${runId}${nth}: ${outage.message}. This decides nothing; ${this.#patience(outage)}.`
      );
    }
    if (denials !== void 0) {
      runner.info(
        `Asked about ${runId}, ${platform.name} answers ${denials.message}; asking again: it counts once it has been said three times.`
      );
    }
  }
  #outageEnd(before, { outage }) {
    if (before.outage === void 0 || outage !== void 0) return;
    const { runner, platform } = this.#ports;
    const { attempts } = before.outage;
    runner.info(`${platform.name} answers again after ${attempts} failed attempt${attempts === 1 ? "" : "s"}.`);
  }
  /** Until when it is asked again, and by which input. */
  #patience({ sinceMs }) {
    const { clock } = this.#ports;
    const { deadlineMs, outageToleranceMs } = this.#policy;
    const toleratedMs = sinceMs + outageToleranceMs;
    const untilMs = Math.min(toleratedMs, deadlineMs);
    const until = (0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_13__/* .utcTime */ .SK)(clock.epochMs() + untilMs - clock.nowMs());
    return `asking again until ${until} (\`${toleratedMs < deadlineMs ? "outage-tolerance" : "timeout"}\`)`;
  }
  #warningOf({ phase, status, endedAtMs }) {
    const { name, runNoun } = this.#ports.platform;
    const { runId, runUrl } = this.#run;
    if (phase === "unrecognised") {
      const known = `${name} reports the status "${status}" for ${runId}, which this action does not know.`;
      const ended2 = (0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_13__/* .utcTime */ .SK)(endedAtMs);
      return ended2 === "" ? `${known} It is not taken as final; waiting goes on.` : `${known} ${name} also says that it ended at ${ended2}: it is likely to be over, but how is not known. Waiting goes on; look at ${runUrl}.`;
    }
    if (phase === "input_required" && this.#policy.onInputRequired === "wait") {
      return `${runNoun} ${runId} waits for a person to answer at ${runUrl}. Waiting goes on until \`timeout\`.`;
    }
    return void 0;
  }
};
function isPowerOfTwo(count) {
  return (count & count - 1) === 0;
}

// src/core/watch.ts
var EXPECTED_WITHIN_MS = 3e4;
async function watch(ports, policy, run, follower, news) {
  const { channel, platform, clock, runner } = ports;
  const startMs = clock.nowMs();
  const expectedByMs = startMs + EXPECTED_WITHIN_MS;
  const tolerance = { toleranceMs: policy.outageToleranceMs };
  const age = new RunAge(startMs);
  const log = new WatchLog(ports, run, policy);
  const pace = paceOf(ports, policy, age, follower, news);
  const waker = new Waker(clock, runner.stop, follower);
  let state = {};
  const firstByMs = Math.min(policy.deadlineMs, policy.queueUntilMs ?? Number.POSITIVE_INFINITY) - 1e3;
  if (!policy.attached) await waker.sleep(Math.min(pace(), Math.max(0, firstByMs - startMs)));
  while (!runner.stop.aborted) {
    const attemptMs = clock.nowMs();
    const untilMs = Math.min(policy.deadlineMs, (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .attemptUntilMs */ .yd)(state.outage, attemptMs, tolerance));
    waker.forget();
    follower.onLook();
    news.onLook();
    const reading = await channel.ask(platform.status(run), { untilMs, signal: runner.stop });
    if (reading.kind === "stopped") break;
    if (reading.kind === "good") age.see(attemptMs, sightingOf(reading, policy.attached));
    const { nameResolved } = channel;
    const now = { expectedByMs, intervalMs: pace(), nameResolved, random: clock.random() };
    const [after, decision] = step({ ...policy, ...now }, state, { reading, attemptMs, nowMs: clock.nowMs() });
    log.changed(state, after, age.at(attemptMs).elapsedMs, { isOver: decision.kind === "over" });
    if (after.last !== void 0 && after.last.status !== state.last?.status) news.onNews(after.last);
    state = after;
    if (decision.kind === "over") return withLast(decision.ending, state);
    log.beat(state, age.at(clock.nowMs()).elapsedMs, news.past());
    const waitMs = Math.max(0, decision.atMs - clock.nowMs());
    await (state.outage === void 0 ? waker.sleep(waitMs) : clock.sleep(waitMs, runner.stop));
  }
  return withLast({ kind: "stopped" }, state);
}
function paceOf({ clock }, { pollInterval }, age, follower, news) {
  const pace = new RunPace(pollInterval, () => news.past());
  const startMs = clock.nowMs();
  return () => {
    const nowMs = clock.nowMs();
    if (follower.isStreaming && pollInterval.kind === "auto") return guardGapMs(nowMs - startMs);
    return pace.gapMs(age.at(nowMs), clock.random());
  };
}
var LONGEST_LASTED_MS = 35 * 864e5;
function sightingOf({ value: { phase, startedAtMs }, dateMs }, attached) {
  const isWaiting = phase === "waiting";
  const isDated = attached && dateMs !== void 0 && startedAtMs !== void 0;
  if (!isDated || dateMs - startedAtMs > LONGEST_LASTED_MS) return { isWaiting };
  return { isWaiting, lastedMs: Math.max(0, dateMs - startedAtMs) };
}
function withLast(ending, { last }) {
  return { ending, ...last === void 0 ? {} : { last } };
}

// src/core/ready.ts
var EXPECTED_WITHIN_MS2 = 3e4;
async function awaitReady({ channel, clock, runner }, version, target, policy) {
  const startMs = clock.nowMs();
  const pace = paceFor(policy.pollInterval);
  const note = progressNotes(runner, version);
  let state = {};
  while (!runner.stop.aborted) {
    const attemptMs = clock.nowMs();
    const tolerance = { toleranceMs: policy.outageToleranceMs };
    const untilMs = Math.min(policy.deadlineMs, (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .attemptUntilMs */ .yd)(state.outage, attemptMs, tolerance));
    const reading = await channel.ask(version.status(target), { untilMs, signal: runner.stop });
    if (reading.kind === "stopped") break;
    const nowMs = clock.nowMs();
    const [after, decision] = step(
      {
        ...policy,
        onInputRequired: "wait",
        expectedByMs: startMs + EXPECTED_WITHIN_MS2,
        intervalMs: pace.gapMs({ elapsedMs: nowMs - startMs }, clock.random()),
        nameResolved: channel.nameResolved,
        random: clock.random()
      },
      state,
      { reading, attemptMs, nowMs }
    );
    note(state, after, nowMs - startMs, { isOver: decision.kind === "over" });
    state = after;
    if (decision.kind === "over") return withLast(decision.ending, state);
    await clock.sleep(Math.max(0, decision.atMs - clock.nowMs()), runner.stop);
  }
  return withLast({ kind: "stopped" }, state);
}
function progressNotes(runner, { name }) {
  let dueMs = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .nextHeartbeatMs */ .iM)(0);
  return (before, { last, outage, denials }, elapsedMs, { isOver }) => {
    const trouble = denials ?? outage;
    if (trouble !== void 0) {
      const isFirst = before.denials === void 0 && before.outage === void 0;
      if (isFirst && !isOver) runner.info(`No usable answer about ${name}: ${trouble.message}. Asking again.`);
      return;
    }
    if (last === void 0) return;
    const isNews = last.status !== before.last?.status;
    if (!isNews && elapsedMs < dueMs) return;
    dueMs = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .nextHeartbeatMs */ .iM)(elapsedMs);
    const since = elapsedMs < 1e3 ? "" : ` after ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(elapsedMs)}`;
    runner.info(`${name.charAt(0).toUpperCase()}${name.slice(1)} is ${last.status}${since}`);
  };
}

// src/core/search/running.ts
async function listRunning(ports, target, limit) {
  const { listRuns } = ports.platform;
  if (listRuns === void 0) return { kind: "gave_up", limit: "deadline", reason: "the job's runs can't be listed" };
  const known = /* @__PURE__ */ new Map();
  for (let pages = 1; ; pages++) {
    const page = await (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .askUntilAnswered */ .J_)(ports, listRuns(target, known.size), limit);
    if (page.kind !== "good") return page;
    const before = known.size;
    for (const run of page.value.runs) known.set(run.handle.runId, run);
    const isComplete = known.size >= page.value.total;
    if (!isComplete && known.size > before && pages < _chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .MOST_LIST_PAGES */ .CY) continue;
    const runs = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .dated */ .dR)(ports, target, [...known.values()], limit);
    return { ...page, value: runningOf(ports, runs, page, isComplete) };
  }
}
function runningOf({ platform, clock }, runs, { dateMs }, isComplete) {
  const { orphanedAfterMs = Number.POSITIVE_INFINITY } = platform;
  const atMs = dateMs ?? clock.epochMs();
  const isOrphan = ({ phase, createdAtMs = Number.POSITIVE_INFINITY }) => phase === "waiting" && atMs - createdAtMs > orphanedAfterMs;
  const going = runs.filter((run) => !(0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(run)).toSorted(_chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_6__/* .newestFirst */ .ll);
  return { runs: going.filter((run) => !isOrphan(run)), orphans: going.filter(isOrphan), isComplete, atMs };
}

// src/step/if-running.ts
var FREE = { kind: "free" };
async function clearTheWay(step2, target) {
  const { inputs } = step2;
  if (inputs.ifRunning === "start") return FREE;
  const named2 = /* @__PURE__ */ new Set();
  let hasWaited = false;
  for (let listed = await listedBefore(step2, target) ?? await listAll(step2, target); ; listed = await listAll(step2, target)) {
    if (listed.kind === "over") return listed;
    warnOf(step2, listed.running, named2);
    const [newest] = listed.running.runs;
    if (newest === void 0) {
      if (hasWaited) await askAgain(step2, target);
      return FREE;
    }
    switch (inputs.ifRunning) {
      case "attach":
        return newest.isOdd ? unaddressed(step2, newest) : { kind: "attach", run: newest };
      case "skip":
        return over2({ kind: "skipped", inTheWay: glimpseOf(newest) });
      case "fail":
        return inTheWay(newest, `${nameOf(step2, newest)} is going (${newest.status}), and \`if-running\` is \`fail\``);
      case "wait": {
        const ended2 = await awaitEndOf(step2, newest, listed.running);
        if (ended2 !== void 0) return ended2;
        hasWaited = true;
      }
    }
  }
}
async function askAgain(step2, target) {
  const untilMs = (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .courtesyUntilMs */ .pm)(step2);
  const runs = untilMs === void 0 ? void 0 : await (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .askRecentRuns */ .pT)(step2, target, untilMs);
  const { runs: _old, ...before } = step2.known.before ?? {};
  step2.known.before = runs === void 0 ? before : { ...before, runs };
}
async function listedBefore(step2, target) {
  const page = step2.known.before?.runs;
  if (page === void 0 || page.value.runs.length < page.value.total) return void 0;
  const limit = { untilMs: (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .courtesyUntilMs */ .pm)(step2) ?? step2.deadlineMs, signal: step2.runner.stop };
  const runs = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .dated */ .dR)(step2, target, page.value.runs, limit);
  return { kind: "listed", running: runningOf(step2, runs, page, true) };
}
async function listAll(step2, target) {
  const { inputs, runner } = step2;
  const { outageToleranceMs } = inputs;
  const limit = { untilMs: step2.deadlineMs, outageToleranceMs, signal: runner.stop };
  const reading = await listRunning(step2, target, limit);
  const what = "could not see whether a run of the job is going, which `if-running` needs";
  switch (reading.kind) {
    case "good":
      return { kind: "listed", running: reading.value };
    case "denied":
      return over2({
        kind: "not_started",
        reason: `${what}: ${(0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .withAdvice */ .b5)(step2, reading.message, reading.refusal, "see this job")}`
      });
    case "gave_up":
      return over2({ kind: "not_started", reason: `${what}: ${reading.reason}` });
    case "stopped":
      return over2(await cancel(step2, void 0));
  }
}
async function awaitEndOf(step2, run, { atMs }) {
  const { inputs, platform, runner } = step2;
  const name = nameOf(step2, run);
  const age = run.createdAtMs === void 0 ? "" : ` for ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(atMs - run.createdAtMs)}`;
  runner.info(
    `${name.charAt(0).toUpperCase()}${name.slice(1)} is going (${run.status}${age}): waiting until it has ended, before the job is triggered. ${run.handle.runUrl}`
  );
  const policy = { ...inputs, deadlineMs: step2.deadlineMs };
  const { ending, last } = await awaitReady(
    step2,
    { name, status: () => platform.status(run.handle) },
    run.handle.target,
    policy
  );
  switch (ending.kind) {
    case "final":
      return void 0;
    case "timed_out":
      return inTheWay(
        run,
        `${name} was still going (${last?.status ?? run.status}) at \`timeout\` (${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(inputs.timeoutMs)})`
      );
    case "unreachable":
      return inTheWay(run, `${name} was going, and when it ends could not be seen: ${ending.reason}`);
    case "denied":
      if (ending.about === "missing") return void 0;
      return inTheWay(
        run,
        `${name} was going, and when it ends could not be seen: ${(0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .withAdvice */ .b5)(step2, ending.reason, ending.about, "see this job")}`
      );
    case "input_required":
      return inTheWay(run, `${name} waits for a person`);
    case "stopped":
      return over2(await cancel(step2, void 0));
  }
}
function warnOf({ runner, platform }, { orphans, isComplete }, named2) {
  const names = orphans.map(({ handle }) => handle.runId).filter((name) => !named2.has(name));
  for (const name of names) named2.add(name);
  if (names.length > 0) {
    runner.warning(
      `${platform.name} lists ${names.join(", ")} as waiting since long ago without having started: taken for forgotten, not for running.`
    );
  }
  if (!isComplete && !named2.has("")) {
    named2.add("");
    runner.warning(`The list of the job's runs could not be read to its end: an older run may be going all the same.`);
  }
}
function nameOf({ platform }, { handle }) {
  return `${platform.runNoun} ${handle.runId}`;
}
function unaddressed(step2, run) {
  return inTheWay(run, `${nameOf(step2, run)} is going (${run.status}), and can't be waited for: its name can't be used`);
}
function inTheWay(run, reason) {
  return over2({ kind: "not_started", reason, inTheWay: glimpseOf(run) });
}
function over2(outcome) {
  return { kind: "over", outcome };
}
function glimpseOf({ handle, status, isOdd }) {
  return { run: handle, status, ...isOdd ? { isOdd } : {} };
}

// src/step/version.ts
async function untilReady(step2, target) {
  const { version } = step2.platform;
  if (version === void 0) return void 0;
  const refusal = await (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .refusalOf */ .Of)(step2, target);
  if (refusal !== void 0) return { kind: "not_started", reason: refusal };
  const policy = { ...step2.inputs, deadlineMs: step2.deadlineMs };
  const watched = await awaitReady(step2, version, target, policy);
  if (watched.ending.kind === "stopped") return cancel(step2, void 0);
  const reason = whyNotReady(step2, version, watched);
  return reason === void 0 ? void 0 : { kind: "not_started", reason };
}
function whyNotReady(step2, { name }, { ending, last }) {
  switch (ending.kind) {
    case "final":
      return ending.phase === "succeeded" ? void 0 : badEnd(name, ending.last);
    case "timed_out": {
      const stands = last === void 0 ? "how it stands could not be seen" : `it is ${last.status}`;
      return `${name} was not ready within \`timeout\` (${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(step2.inputs.timeoutMs)}): ${stands}`;
    }
    case "unreachable":
      return `how ${name} stands could not be seen: ${ending.reason}`;
    case "denied":
      return `how ${name} stands could not be seen: ${(0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .withAdvice */ .b5)(step2, ending.reason, ending.about, "see this job")}`;
    case "input_required":
      return `${name} waits for a person`;
    case "stopped":
      return "the step was told to stop";
  }
}
function badEnd(name, { status, error }) {
  const why = error === void 0 ? "" : `: ${error.trim()}`;
  return `${name} can't be run, since its deployment ended as ${status}${why}`;
}

// src/step/starting.ts
async function attach(step2, runId) {
  const { platform, runner, known } = step2;
  const keep = (run) => {
    runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.attempt, JSON.stringify((0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .savedAttempt */ .NG)(step2, run.target)));
    know(step2, run);
  };
  known.isUnresolved = platform.resolve !== void 0;
  if (known.isUnresolved) keep(platform.attach(platform.target, runId));
  const target = await (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveTarget */ .u1)(step2);
  if (target.kind === "stopped") return cancel(step2, void 0);
  if (target.kind === "over") return target.outcome;
  known.isUnresolved = false;
  const handle = platform.attach(target.target, runId);
  keep(handle);
  begin(step2, handle);
  step2.runner.info(
    `Waiting for ${step2.platform.name} ${step2.platform.runNoun} ${handle.runId}: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .linkOf */ .IJ)(handle, platform)}`
  );
  return { kind: "begun", run: handle };
}
async function start(step2, opening) {
  const { known } = step2;
  const alias = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .newAlias */ .He)(step2.inputs.alias, step2.clock);
  const { resolved, before } = await opening;
  if (resolved.kind === "stopped") return cancel(step2, void 0);
  if (resolved.kind === "over") return resolved.outcome;
  const notReady = before === void 0 ? await untilReady(step2, resolved.target) : void 0;
  if (notReady !== void 0) return notReady;
  known.asked = resolved.target;
  known.before = before ?? await (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .askBeforeTrigger */ .r4)(step2, resolved.target);
  const { target = resolved.target } = known.before;
  const earlier = await findOfEarlierAttempt(step2, target);
  if (earlier !== void 0) return goOnWith(step2, earlier, "earlier_attempt");
  if (known.before.refusal !== void 0) return { kind: "not_started", reason: known.before.refusal };
  const way = await clearTheWay(step2, target);
  switch (way.kind) {
    case "over":
      return way.outcome;
    case "attach":
      return goOnWith(step2, way.run, "attach");
    case "free":
      return send(step2, target, alias);
  }
}
function goOnWith(step2, { handle }, cameBy) {
  const { runner, platform } = step2;
  step2.known.cameBy = cameBy;
  runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.attempt, JSON.stringify((0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .savedAttempt */ .NG)(step2, handle.target)));
  adopt(step2, handle);
  const run = `${platform.name} ${platform.runNoun} ${handle.runId}${(0,_chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_11__/* .versionInBrackets */ .V)(handle)}`;
  runner.info(
    cameBy === "attach" ? `Waiting for ${run}, which was going already: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .linkOf */ .IJ)(handle, platform)}` : `Going on with ${run}, which an earlier attempt of this step started: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .linkOf */ .IJ)(handle, platform)}`
  );
  return { kind: "begun", run: handle };
}
async function send(step2, target, alias) {
  const { runner, platform, inputs, known } = step2;
  const policy = { ...inputs, deadlineMs: step2.deadlineMs, maySendAgain: inputs.wait };
  const runs = known.before?.runs?.value;
  if (runs !== void 0) known.past = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .pastRunsOf */ .Kn)(runs.runs);
  const baseline = runs === void 0 ? _chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .NO_BASELINE */ .gN : (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .baselineOf */ .Bv)(runs);
  const what = { target, alias, baseline };
  runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.attempt, JSON.stringify((0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .savedAttempt */ .NG)(step2, target, alias, baseline)));
  let saved = 0;
  const ending = await trigger(step2, policy, what, ({ sends }) => {
    if (sends > saved) runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.sends, `${sends}`);
    saved = sends;
  });
  switch (ending.kind) {
    case "started":
      if (ending.inDoubt !== void 0) known.inDoubt = ending.inDoubt;
      if (ending.first !== void 0) known.last = ending.first;
      adopt(step2, ending.run);
      if (ending.inDoubt !== void 0) known.endingTwins = endTwinsAtOnce(step2, ending.inDoubt, ending.run);
      runner.info(
        `Started ${platform.name} ${platform.runNoun} ${ending.run.runId}${(0,_chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_11__/* .versionInBrackets */ .V)(ending.run, ending.first)}: ${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .linkOf */ .IJ)(ending.run, platform)}`
      );
      if (ending.first !== void 0) warnOfOtherVersion(step2, ending.first);
      return { kind: "begun", run: ending.run };
    case "unusable":
      return { kind: "lost", run: ending.run, reason: ending.reason, isUnusable: true };
    case "refused":
      return { kind: "not_started", reason: (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .withAdvice */ .b5)(step2, ending.reason, ending.refusal, "trigger this job") };
    case "unsettled":
      return { kind: "unknown", reason: ending.reason, candidates: ending.candidates };
    case "stopped":
      return cancel(step2, ending.inDoubt);
  }
}
function adopt(step2, handle) {
  know(step2, handle);
  begin(step2, handle);
}
function begin(step2, handle) {
  step2.known.begunAtMs = step2.clock.nowMs();
  step2.reports.begin(handle);
}
function know(step2, handle) {
  step2.known.run = handle;
  step2.runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.run, JSON.stringify(handle));
  writeFirstOutputs(step2.runner, handle, step2.known.last);
}

// src/core/details.ts
var FIRST_GAP_MS2 = 500;
var LONGEST_GAP_MS2 = 2e3;
async function completeEnd(ports, run, last, limit) {
  const { clock, platform } = ports;
  let known = last;
  let isLogRead = false;
  let askedToWaitMs = 0;
  void limit.log.then(() => {
    isLogRead = true;
  });
  for (let gapMs = FIRST_GAP_MS2; ; gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS2)) {
    const lack = platform.lacks?.(known) ?? "nothing";
    const isWorthIt = lack === "result" || lack === "details" && !isLogRead;
    const waitMs = Math.max(gapMs, askedToWaitMs);
    if (!isWorthIt || clock.nowMs() + waitMs >= limit.untilMs) return known;
    await clock.sleep(waitMs, limit.signal);
    if (limit.signal?.aborted) return known;
    const seen = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .askStatus */ .uy)(ports, run, limit);
    if (seen?.kind === "good" && seen.value.phase === last.phase) known = seen.value;
    askedToWaitMs = seen?.kind === "setback" ? seen.retryAfterMs ?? 0 : 0;
  }
}

// src/logs/log-file.ts
var MOST_FILE_BYTES = 1024 ** 3;
var MOST_WAITING = 16 * 1024 ** 2;
var CLOSE_WITHIN_MS = 3e4;
var STOP_WITHIN_MS = 1500;
var LogFile = class {
  #ports;
  #file;
  #path;
  #waiting = [];
  #waitingChars = 0;
  #bytes = 0;
  /** Nothing more is taken: it is full, a write has failed, or it was closed. */
  #isOver = false;
  #writing;
  /** `path` is for messages. */
  constructor(ports, file, path) {
    this.#ports = ports;
    this.#file = file;
    this.#path = path;
  }
  get isBusy() {
    return this.#waitingChars > MOST_WAITING;
  }
  add(lines) {
    const { blot } = this.#ports;
    for (const { prefix, text } of lines) {
      if (this.#isOver) return;
      const states = statesOf(blot(text));
      this.#take(states.map((state) => `${prefix === "" ? "" : blot(prefix)}${state}
`).join(""));
    }
    this.#pump();
  }
  async close() {
    const { clock, runner } = this.#ports;
    this.#isOver = true;
    const withinMs = runner.stop.aborted ? STOP_WITHIN_MS : CLOSE_WITHIN_MS;
    const done = new AbortController();
    void this.#finish().finally(() => done.abort());
    await clock.sleep(withinMs, done.signal);
    if (!done.signal.aborted) this.#warn("it could not be written to its end in time");
  }
  #take(text) {
    const bytes = Buffer.byteLength(text);
    if (this.#bytes + bytes > MOST_FILE_BYTES) {
      this.#isOver = true;
      this.#put("The log goes on. This file holds its first GiB.\n");
      return;
    }
    this.#bytes += bytes;
    this.#put(text);
  }
  #put(text) {
    this.#waiting.push(text);
    this.#waitingChars += text.length;
  }
  #pump() {
    if (this.#writing !== void 0 || this.#waiting.length === 0) return;
    this.#writing = this.#write().finally(() => {
      this.#writing = void 0;
    });
  }
  async #write() {
    while (this.#waiting.length > 0) {
      const text = this.#waiting.join("");
      this.#waiting = [];
      try {
        await this.#file.write(text);
      } catch (error) {
        this.#isOver = true;
        this.#waiting = [];
        this.#warn(error instanceof Error ? error.message : String(error));
      }
      this.#waitingChars = this.#waiting.reduce((sum, { length }) => sum + length, 0);
    }
  }
  async #finish() {
    for (this.#pump(); this.#writing !== void 0; this.#pump()) await this.#writing;
    await this.#file.close().catch(() => void 0);
  }
  #warn(reason) {
    this.#ports.runner.warning(
      `\`log-file\` is not complete (${this.#path}): ${reason}. This does not touch the verdict.`
    );
  }
};
function statesOf(text) {
  const states = (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .linesOf */ .Dx)(text);
  const filled = states.filter((state) => state !== "");
  return filled.length === 0 ? states : filled;
}

// src/logs/draining.ts
function isDrained({ notBeforeMs = 0, isEnough }, nowMs) {
  return nowMs >= notBeforeMs && (isEnough?.() ?? true);
}
var UNREADABLE = "it could not be read to its end in time";
var STILL_FLOWING = "lines still came";
var NO_LINE = "no line of it has come so far";
function noteUndrained({ runner, trouble, seeAlso }, why) {
  trouble.tell();
  runner.info(moreMayFollow(why, seeAlso));
}
function noteIfEmpty({ runner, sinks, seeAlso }, { expectsLines }) {
  if (expectsLines === true && !sinks.hasLines) runner.info(moreMayFollow(NO_LINE, seeAlso));
}
function moreMayFollow(why, seeAlso) {
  return `The log may not be complete: ${why}. All of it: ${seeAlso}`;
}

// src/logs/entry-lines.ts
var LONGEST_NAME = 100;
var EntryLines = class {
  #container;
  #areSeveral = false;
  /**
   * The container is named once there are several, from the page on that shows a second; the stream if it is standard error.
   * Neither stands before a line that shows nothing.
   */
  of(entries) {
    for (const { container } of entries) this.#meet(container);
    return entries.flatMap((entry) => {
      const prefix = this.#prefixOf(entry);
      const { timeNs } = entry;
      return (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .rowsOf */ .RO)(entry.text).map((text) => ({ prefix: (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .showsNothing */ ._d)(text) ? "" : prefix, text, timeNs }));
    });
  }
  #meet(container) {
    this.#container ??= container;
    this.#areSeveral ||= this.#container !== container;
  }
  #prefixOf({ container, stream }) {
    const name = this.#areSeveral ? (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .oneLine */ .TN)(container, LONGEST_NAME) : "";
    return `${name === "" ? "" : `[${name}] `}${stream === "stderr" ? "[stderr] " : ""}`;
  }
};

// src/logs/seen.ts
var MOST_ENTRIES = 1e5;
var MOST_CHARS = 16 * 1024 ** 2;
var Seen = class {
  #copies = /* @__PURE__ */ new Map();
  #sweep = 0;
  #chars = 0;
  /** More than is to be remembered. */
  get isTooMuch() {
    return this.#copies.size > MOST_ENTRIES || this.#chars > MOST_CHARS;
  }
  /** The log is read anew: each entry is met again. */
  beginSweep() {
    this.#sweep += 1;
  }
  has(entry) {
    return this.#copies.has(identityOf(entry));
  }
  /** Takes an entry of this sweep. True if there are more of its kind now than have ever been seen. */
  isNew(entry) {
    const copies = this.#copiesOf(entry);
    copies.swept = copies.sweep === this.#sweep ? copies.swept + 1 : 1;
    copies.sweep = this.#sweep;
    if (copies.swept <= copies.seen) return false;
    copies.seen = copies.swept;
    return true;
  }
  /** The entries of this time are met once more in this sweep. */
  recount(timeNs) {
    for (const copies of this.#copies.values()) if (copies.timeNs === timeNs) copies.swept = 0;
  }
  /** The latest time that has been seen, up to a limit if there is one. */
  newest(upToNs) {
    let newest;
    for (const { timeNs } of this.#copies.values())
      if ((newest === void 0 || timeNs > newest) && (upToNs === void 0 || timeNs <= upToNs)) newest = timeNs;
    return newest;
  }
  /** How many entries of exactly this time have been seen. */
  countAt(timeNs) {
    let count = 0;
    for (const copies of this.#copies.values()) if (copies.timeNs === timeNs) count += copies.seen;
    return count;
  }
  forgetBefore(timeNs) {
    for (const [identity, copies] of this.#copies) if (copies.timeNs < timeNs) this.#forget(identity, copies);
  }
  forgetAll() {
    this.#copies.clear();
    this.#chars = 0;
  }
  #copiesOf(entry) {
    const identity = identityOf(entry);
    const known = this.#copies.get(identity);
    if (known !== void 0) return known;
    const { timeNs, text } = entry;
    const copies = { timeNs, chars: text.length, seen: 0, swept: 0, sweep: this.#sweep };
    this.#copies.set(identity, copies);
    this.#chars += copies.chars;
    return copies;
  }
  #forget(identity, { chars }) {
    this.#copies.delete(identity);
    this.#chars -= chars;
  }
};
function identityOf({ timeNs, container, stream, text }) {
  return (0,_chunk_ABXAKV4Q_js__WEBPACK_IMPORTED_MODULE_8__/* .hash */ .t)("sha256", `${timeNs}
${container}
${stream}
${text}`, "binary");
}

// src/logs/sweeps.ts
var LATE_MS = 6e3;
var AHEAD_MS = 2e3;
var LEAST_FULL_PAGE = 100;
var Sweeps = class {
  #seen = new Seen();
  #settledNs;
  /** How many of exactly that time are not remembered one by one. */
  #uncounted = 0;
  #place;
  /** Monotonic: when this sweep began. */
  #beganMs;
  #isRestarted = false;
  #marks = [];
  #believedNs = 0n;
  #largestPage = 0;
  constructor(beginNs) {
    this.#settledNs = beginNs;
    this.#place = { startNs: beginNs, skip: 0 };
  }
  /** Where a page has to begin that is asked for now. `nowMs` is monotonic, `platformMs` the platform's clock. */
  next(nowMs, platformMs) {
    this.#believedNs = BigInt(Math.floor(platformMs + AHEAD_MS)) * 1000000n;
    this.#beganMs ??= nowMs;
    const newestNs = this.#seen.newest(this.#believedNs);
    if (newestNs !== void 0) this.#marks = [...this.#marks, { atMs: nowMs, newestNs }];
    return this.#place;
  }
  /** Takes the page that was asked for last, with `limit` entries at most. */
  take(entries, limit) {
    const { startNs, repeats } = this.#place;
    const page = entries.filter(({ timeNs }) => timeNs >= startNs);
    if (this.#isShifted(page)) return this.#restart();
    const further = repeats === void 0 ? page : page.slice(1);
    const fresh = further.filter((entry) => this.#seen.isNew(entry));
    const mayBeCapped = this.#mayBeCapped(entries.length, fresh.length > 0);
    const mayGoOn = mayBeCapped || newestOf(page) < (this.#seen.newest() ?? 0n);
    const goesOn = page.length > 0 && (entries.length >= limit || further.length > 0 && mayGoOn);
    if (goesOn) this.#place = this.#behind(page);
    else this.#endSweep();
    if (this.#seen.isTooMuch) this.#forget();
    return { fresh, goesOn };
  }
  /**
   * Whether what was skipped is not what was meant to be: then something has come among the lines of that time. Sorting it
   * out once for each sweep is enough, and an end to it.
   */
  #isShifted(page) {
    const { startNs, skip, repeats } = this.#place;
    if (this.#isRestarted || skip === 0 || page.length === 0) return false;
    if (repeats !== void 0) return !isSame(page[0], repeats);
    return page.some((entry) => entry.timeNs === startNs && this.#seen.has(entry));
  }
  #restart() {
    const { startNs } = this.#place;
    this.#isRestarted = true;
    this.#seen.recount(startNs);
    this.#place = { startNs, skip: startNs === this.#settledNs ? this.#uncounted : 0 };
    return { fresh: [], goesOn: true };
  }
  /** Whether so many may be all that the platform gives at once: with something new, or a round number, as limits are. */
  #mayBeCapped(size, hasNews) {
    const isLargest = size >= Math.max(LEAST_FULL_PAGE, this.#largestPage);
    this.#largestPage = Math.max(this.#largestPage, size);
    return isLargest && (hasNews || size % 50 === 0 || size % 64 === 0);
  }
  #behind(page) {
    const { startNs, skip } = this.#place;
    const newestNs = newestOf(page);
    if (newestNs > startNs) {
      this.#seen.recount(newestNs);
      return { startNs: newestNs, skip: 0 };
    }
    const last = page.at(-1);
    const seen = skip + page.length;
    return last === void 0 || page.length === 1 || this.#isRestarted ? { startNs, skip: seen } : { startNs, skip: seen - 1, repeats: last };
  }
  #endSweep() {
    const beforeMs = (this.#beganMs ?? 0) - LATE_MS;
    const settled = this.#marks.findLast(({ atMs }) => atMs <= beforeMs);
    this.#marks = this.#marks.filter(({ atMs }) => atMs > beforeMs);
    this.#beginAt(settled?.newestNs ?? this.#settledNs);
  }
  /** A new sweep, from this time on. */
  #beginAt(timeNs) {
    if (timeNs > this.#settledNs) {
      this.#settledNs = timeNs;
      this.#uncounted = 0;
      this.#seen.forgetBefore(timeNs);
    }
    this.#seen.beginSweep();
    this.#beganMs = void 0;
    this.#isRestarted = false;
    this.#place = { startNs: this.#settledNs, skip: this.#uncounted + this.#seen.countAt(this.#settledNs) };
  }
  /** In a flood, memory comes before what is late: it is read on from the latest line, and that by its count alone if need be. */
  #forget() {
    this.#beginAt(this.#seen.newest(this.#believedNs) ?? this.#settledNs);
    if (this.#seen.isTooMuch) this.#beginAt(this.#seen.newest() ?? this.#settledNs);
    if (!this.#seen.isTooMuch) return;
    this.#uncounted += this.#seen.countAt(this.#settledNs);
    this.#seen.forgetAll();
  }
};
function newestOf(page) {
  return page.reduce((newest, { timeNs }) => timeNs > newest ? timeNs : newest, 0n);
}
function isSame(one, other) {
  const { timeNs, container, stream, text } = other;
  return one?.timeNs === timeNs && one.container === container && one.stream === stream && one.text === text;
}

// src/logs/page-follower.ts
var LARGEST_PAGE = 5e3;
var LONGEST_LOOK_MS = 3e4;
var GAP_MS = 500;
var LONGEST_GAP_MS3 = 2e3;
var QUIET_LOOKS = 2;
var GRACE_MS = 1e3;
var FAIR_MS = 1e3;
var PageFollower = class {
  isStreaming = false;
  #parts;
  #closed = new AbortController();
  /** Calls off the look that is under way beside the watch. */
  #aside = new AbortController();
  #looking;
  #reader;
  #lines = new EntryLines();
  /** The platform's clock less the runner's. */
  #aheadMs = 0;
  #limit = LARGEST_PAGE;
  /** The sweep that is under way has found lines. */
  #foundInSweep = false;
  /** Monotonic: until then no look is made beside the watch, after failures. */
  #notBeforeMs = 0;
  /** Monotonic: until then the platform asks to be left alone. */
  #askedUntilMs = 0;
  constructor(parts) {
    this.#parts = parts;
  }
  get lastLines() {
    return this.#parts.printer.lastLines;
  }
  onHint() {
  }
  onLook() {
    const { clock, sinks } = this.#parts;
    if (this.#isOver() || this.#looking !== void 0 || sinks.isBusy || clock.nowMs() < this.#notBeforeMs) return;
    this.#aside = new AbortController();
    const look = this.#look({ untilMs: clock.nowMs() + LONGEST_LOOK_MS, signal: this.#aside.signal });
    this.#looking = look.finally(() => {
      this.#looking = void 0;
    });
  }
  async drain(limit) {
    const { clock } = this.#parts;
    await this.#endReadAside(limit);
    for (let quiet = 0, gapMs = GAP_MS; !this.#isOver(limit.signal); ) {
      const found = await this.#look(limit);
      if (found === "unknown" || this.#isOver(limit.signal)) return;
      if (found === "nothing") quiet += 1;
      if (found === "lines" || found === "full") quiet = 0;
      if (quiet >= QUIET_LOOKS && isDrained(limit, clock.nowMs())) return noteIfEmpty(this.#parts, limit);
      gapMs = found === "failed" ? Math.min(LONGEST_GAP_MS3, 2 * gapMs) : GAP_MS;
      const nextMs = found === "full" ? clock.nowMs() : Math.max(this.#askedUntilMs, clock.nowMs() + gapMs);
      if (found === "denied") return this.#parts.trouble.tell();
      if (nextMs >= limit.untilMs)
        return quiet >= QUIET_LOOKS ? noteIfEmpty(this.#parts, limit) : noteUndrained(this.#parts, found === "failed" ? UNREADABLE : STILL_FLOWING);
      await clock.sleep(nextMs - clock.nowMs(), limit.signal);
    }
  }
  async close() {
    this.#closed.abort();
    await this.#parts.sinks.close();
  }
  #isOver(signal) {
    return this.#closed.signal.aborted || signal?.aborted === true;
  }
  async #endReadAside({ signal }) {
    if (this.#looking === void 0) return;
    await Promise.race([this.#looking, this.#parts.clock.sleep(GRACE_MS, signal)]);
    this.#aside.abort();
    await this.#looking;
  }
  /** Pages are read until one has something new. */
  async #look({ untilMs, signal }) {
    const { clock, channel } = this.#parts;
    this.#reader ??= this.#open();
    if (this.#reader === void 0) return "unknown";
    const { log, sweeps } = this.#reader;
    const signals = [this.#closed.signal, ...signal === void 0 ? [] : [signal]];
    const options = { untilMs, signal: AbortSignal.any(signals), isUrgent: false };
    for (; ; ) {
      const place = sweeps.next(clock.nowMs(), clock.epochMs() + this.#aheadMs);
      const leftMs = untilMs - clock.nowMs();
      const reading = await channel.ask(log.page(place, this.#limit), options);
      if (isTimeout(reading) && leftMs < FAIR_MS) return "failed";
      const found = this.#take(reading, sweeps);
      if (found !== "nothing_yet") return found;
      if (clock.nowMs() >= untilMs) return "failed";
    }
  }
  #open() {
    const { source, last, clock } = this.#parts;
    const log = source.open(last(), clock.epochMs());
    return log === void 0 ? void 0 : { log, sweeps: new Sweeps(log.beginNs) };
  }
  #take(reading, sweeps) {
    switch (reading.kind) {
      case "good":
        if (reading.dateMs !== void 0) this.#aheadMs = reading.dateMs - this.#parts.clock.epochMs();
        return this.#takePage(reading.value, sweeps);
      case "stopped":
        return "failed";
      case "denied":
        this.#takeFailure(reading.message);
        return "denied";
      case "setback":
        if (reading.cause !== "too_large" || this.#limit === 1) {
          this.#takeFailure(reading.message, reading.retryAfterMs);
          return "failed";
        }
        this.#limit = Math.ceil(this.#limit / 8);
        return "nothing_yet";
    }
  }
  #takePage(page, sweeps) {
    const { fresh, goesOn } = sweeps.take(page, this.#limit);
    this.#parts.trouble.worked();
    this.#parts.sinks.add(this.#lines.of(fresh));
    this.#limit = Math.min(LARGEST_PAGE, 2 * this.#limit);
    this.#notBeforeMs = 0;
    this.#askedUntilMs = 0;
    const foundBefore = this.#foundInSweep;
    this.#foundInSweep = goesOn && (foundBefore || fresh.length > 0);
    if (goesOn) return fresh.length > 0 ? "full" : "nothing_yet";
    return foundBefore || fresh.length > 0 ? "lines" : "nothing";
  }
  #takeFailure(message, askedMs = 0) {
    const { clock, trouble } = this.#parts;
    this.#notBeforeMs = clock.nowMs() + trouble.failed(message, askedMs);
    this.#askedUntilMs = clock.nowMs() + askedMs;
  }
};
function isTimeout(reading) {
  return reading.kind === "setback" && reading.cause === "timeout";
}

// src/logs/bounds.ts
var MOST_LINES = 1e5;
var MOST_BYTES = 50 * 1024 * 1024;
var KEPT_LINES = 1e3;
var LONGEST_KEPT = 8192;
var LONGEST_LINE = 32 * 1024;
function isWithin(lines, bytes) {
  return lines <= MOST_LINES && bytes <= MOST_BYTES;
}
var BOUNDS_REACHED = (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .asOwn */ .dd)(
  `The log has more than ${grouped(MOST_LINES)} lines or ${MOST_BYTES / 1024 ** 2} MiB. From here on only its last ${grouped(KEPT_LINES)} lines are kept, and shown at its end.`
);
function announced(kept, seeAlso) {
  const { lines, added } = kept;
  if (added === lines.length) return [(0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .asOwn */ .dd)("The end of the log:"), ...lines];
  const leftOut = `${grouped(added - lines.length)} lines were left out here (see ${seeAlso})`;
  return [(0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .asOwn */ .dd)(`${leftOut}; the last ${grouped(lines.length)} of the log:`), ...lines];
}
function cutShort(leftOut, last, seeAlso) {
  return [
    (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .asOwn */ .dd)(`${grouped(leftOut)} lines were left out for lack of time (see ${seeAlso}); the last of the log:`),
    ...last
  ];
}
function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

// src/logs/tail.ts
var Tail = class {
  #mostLines;
  #longestLine;
  #lines = [];
  #added = 0;
  constructor({ mostLines, longestLine }) {
    this.#mostLines = mostLines;
    this.#longestLine = longestLine;
  }
  add(line) {
    this.#added += 1;
    this.#lines.push((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .copyOf */ .zP)((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .cutTo */ .yd)(line, this.#longestLine)));
    if (this.#lines.length >= 2 * this.#mostLines) this.#lines = this.lines;
  }
  /** Counts lines that were added and are none of the last. */
  skip(count) {
    this.#added += count;
  }
  /** Oldest first. */
  get lines() {
    return this.#lines.slice(-this.#mostLines);
  }
  /** How many were added in all. */
  get added() {
    return this.#added;
  }
};

// src/logs/printer.ts
var SLICE_LINES = 200;
var SLICE_CHARS = 32 * 1024;
var PAUSE_MS = 1;
var LOOK_AT_CLOCK_MS = 100;
var CLOSE_WITHIN_MS2 = 6e4;
var STOP_WITHIN_MS2 = 500;
var GONE_AFTER_MS = 1e4;
var Printer = class {
  #ports;
  #options;
  /** Read from `#next` on, so that taking from the front costs nothing. */
  #queue = [];
  #next = 0;
  #lines = 0;
  #bytes = 0;
  /** Everything past the bounds. */
  #kept;
  #last = new Tail({ mostLines: 50, longestLine: 1e3 });
  #pumping;
  /** Monotonic: when `close` has to be done. */
  #untilMs = Number.POSITIVE_INFINITY;
  /** Monotonic: when `close` was called. */
  #closedMs;
  constructor(ports, options) {
    this.#ports = ports;
    this.#options = options;
  }
  /** Takes lines, in their order. Writes a slice at once if none was written just now. */
  add(lines) {
    if (this.#closedMs !== void 0 || !this.#options.shows) return;
    for (let index = 0; index < lines.length; index++) {
      index += this.#skip(lines.length - index);
      for (const line of (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .linesOf */ .Dx)(this.#ports.blot(lines[index] ?? ""))) this.#take(line);
    }
    this.#pump();
  }
  /** Past the bounds, how many of these lines can't be among those that are kept: in a flood of millions, nearly all. */
  #skip(count) {
    if (this.#kept === void 0 || count <= KEPT_LINES) return 0;
    this.#kept.skip(count - KEPT_LINES);
    return count - KEPT_LINES;
  }
  /** While lines wait to be written. */
  get isBusy() {
    return this.#next < this.#queue.length;
  }
  get lastLines() {
    return this.#last.lines;
  }
  /**
   * Writes what waits and what was kept back, and ends about when `untilMs` (monotonic) has come: by default after a
   * minute, or ten seconds without a reader, or half a second when the step is told to stop. Nothing is taken from now on.
   */
  async close(untilMs) {
    const { clock, stop } = this.#ports;
    const hurry = () => {
      this.#untilMs = Math.min(this.#untilMs, clock.nowMs() + STOP_WITHIN_MS2);
    };
    this.#closedMs = clock.nowMs();
    this.#untilMs = untilMs ?? this.#closedMs + CLOSE_WITHIN_MS2;
    if (stop.aborted) hurry();
    stop.addEventListener("abort", hurry, { once: true });
    await this.#written();
    if (this.#kept !== void 0) {
      if (clock.nowMs() >= this.#untilMs) this.#giveUp();
      else this.#queue.push(...announced(this.#kept, this.#options.seeAlso));
      this.#kept = void 0;
      await this.#written();
    }
    stop.removeEventListener("abort", hurry);
  }
  async #written() {
    for (this.#pump(); this.#pumping !== void 0; this.#pump()) await this.#pumping;
  }
  #take(line) {
    this.#last.add(line);
    for (const piece of this.#kept === void 0 ? (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .piecesOf */ .Xe)(line, LONGEST_LINE) : [line]) this.#admit(piece);
  }
  #admit(piece) {
    const bytes = this.#bytes + Buffer.byteLength(piece) + 1;
    if (this.#kept === void 0 && !isWithin(this.#lines + 1, bytes)) {
      this.#kept = new Tail({ mostLines: KEPT_LINES, longestLine: LONGEST_KEPT });
      this.#queue.push(BOUNDS_REACHED);
    }
    if (this.#kept !== void 0) {
      this.#kept.add(piece);
      return;
    }
    this.#lines += 1;
    this.#bytes = bytes;
    this.#queue.push(piece);
  }
  /** Writes slices as long as there are any, one at a time. */
  #pump() {
    if (this.#pumping !== void 0 || !this.isBusy) return;
    this.#pumping = this.#writeSlices().finally(() => {
      this.#pumping = void 0;
    });
  }
  async #writeSlices() {
    const { clock, print } = this.#ports;
    while (this.isBusy) {
      if (clock.nowMs() >= this.#untilMs) this.#giveUp();
      print(this.#slice().join("\n"));
      await clock.sleep(PAUSE_MS);
      await this.#taken();
    }
  }
  /** The reader has taken the slice, or time is up. */
  async #taken() {
    const { clock, flushed } = this.#ports;
    const writtenMs = clock.nowMs();
    const taken = new AbortController();
    void flushed().finally(() => taken.abort());
    while (!taken.signal.aborted && clock.nowMs() < this.#untilMs) {
      await clock.sleep(LOOK_AT_CLOCK_MS, taken.signal);
      const waitedMs = clock.nowMs() - Math.max(writtenMs, this.#closedMs ?? Number.POSITIVE_INFINITY);
      if (waitedMs >= GONE_AFTER_MS) this.#untilMs = clock.nowMs();
    }
  }
  #slice() {
    const lengthAt = (index) => this.#queue[index]?.length ?? 0;
    let end = this.#next;
    let chars = 0;
    do {
      chars += lengthAt(end) + 1;
      end += 1;
    } while (end < this.#queue.length && end - this.#next < SLICE_LINES && chars + lengthAt(end) <= SLICE_CHARS);
    const slice = this.#queue.slice(this.#next, end);
    this.#next = end;
    if (this.#next > 1e4 || !this.isBusy) {
      this.#queue = this.#queue.slice(this.#next);
      this.#next = 0;
    }
    return slice;
  }
  /** No time is left to write all that waits: its very end says more than the rest. */
  #giveUp() {
    const waiting = this.#queue.length - this.#next + (this.#kept?.added ?? 0);
    const last = this.lastLines.slice(-Math.min(waiting, SLICE_LINES));
    if (waiting <= last.length) return;
    this.#kept = void 0;
    this.#queue = [...cutShort(waiting - last.length, last, this.#options.seeAlso)];
    this.#next = 0;
  }
};

// src/logs/sinks.ts
function plain2(texts) {
  return texts.map((text) => ({ prefix: "", text }));
}
function printing(printer, blot) {
  return {
    add: (lines) => printer.add(
      lines.flatMap(({ prefix, text }) => {
        if (!text.includes("\r")) return [`${prefix}${text}`];
        return text.endsWith("\r") ? [] : [`${prefix}${(0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .lastStateOf */ .VR)(blot(text))}`];
      })
    ),
    get isBusy() {
      return printer.isBusy;
    },
    close: () => printer.close()
  };
}
function observing(see) {
  return { add: see, isBusy: false, close: () => Promise.resolve() };
}
var Sinks = class {
  #sinks;
  #hasLines = false;
  constructor(sinks) {
    this.#sinks = sinks;
  }
  add(lines) {
    this.#hasLines ||= lines.length > 0;
    for (const sink of this.#sinks) sink.add(lines);
  }
  get isBusy() {
    return this.#sinks.some((sink) => sink.isBusy);
  }
  /** True once a line has come. */
  get hasLines() {
    return this.#hasLines;
  }
  async close() {
    await Promise.all(this.#sinks.map((sink) => sink.close()));
  }
};

// src/logs/announced-end.ts
var LOOKS_AFTER_END = 2;
var FOREVER_MS = 2 ** 31 - 1;
var AnnouncedEnd = class {
  #times = 0;
  #looks = 0;
  #looked = new AbortController();
  /** Called at each look at the run's status. */
  look() {
    this.#looks += 1;
    if (this.#looks >= LOOKS_AFTER_END) this.#looked.abort();
  }
  /** Resolves once looks have shown that the run goes on, or with the signal. False at once when the end was told before. */
  async goesOn(clock, signal) {
    this.#times += 1;
    if (this.#times > 1) return false;
    this.#looks = 0;
    this.#looked = new AbortController();
    await clock.sleep(FOREVER_MS, AbortSignal.any([this.#looked.signal, signal]));
    return true;
  }
};

// node_modules/eventsource-parser/dist/errors.js
var ParseError = class extends Error {
  constructor(message, options) {
    super(message);
    this.name = "ParseError";
    this.type = options.type;
    this.field = options.field;
    this.value = options.value;
    this.line = options.line;
  }
};

// node_modules/eventsource-parser/dist/parse.js
var LF = 10;
var CR = 13;
var SPACE = 32;
var MAX_FIELD_PREFIX_LENGTH = 6;
function createParser(config) {
  if (typeof config === "function") {
    throw new TypeError("`config` must be an object, got a function instead. Did you mean `createParser({onEvent: fn})`?");
  }
  const { maxBufferSize, onComment, onError, onEvent, onId, onRetry } = config;
  const pendingFragments = [];
  let pendingFragmentsLength = 0;
  let bomPrefix = "";
  let id;
  let data = "";
  let dataLines = 0;
  let eventType;
  let terminated = false;
  let skippingLine = false;
  let skipNextLineFeed = false;
  function feed(chunk) {
    if (terminated) {
      throw new Error("Cannot feed parser: it was terminated after exceeding the configured max buffer size. Call `reset()` to resume parsing.");
    }
    if (bomPrefix !== void 0) {
      chunk = bomPrefix + chunk;
      if (chunk === "" || chunk === "\xEF" || chunk === "\xEF\xBB") {
        bomPrefix = chunk;
        return;
      }
      bomPrefix = void 0;
      chunk = chunk.replace(/^(?:\uFEFF|\xEF\xBB\xBF)/, "");
    }
    if (skippingLine || skipNextLineFeed) {
      chunk = resumeAfterSkip(chunk);
      if (!chunk) {
        return;
      }
    }
    if (!pendingFragments.length) {
      const trailing = processLines(chunk);
      if (trailing !== "") {
        storeTrailing(trailing);
      }
      checkForBufferOverflow();
      return;
    }
    if (chunk.indexOf("\n") === -1 && chunk.indexOf("\r") === -1) {
      if (pendingFragmentsLength < MAX_FIELD_PREFIX_LENGTH) {
        const head = pendingFragments.join("") + chunk.slice(0, MAX_FIELD_PREFIX_LENGTH - pendingFragmentsLength);
        if (!shouldBufferTrailing(head)) {
          pendingFragments.length = 0;
          pendingFragmentsLength = 0;
          skippingLine = true;
          return;
        }
      }
      pendingFragments.push(chunk);
      pendingFragmentsLength += chunk.length;
      checkForBufferOverflow();
      return;
    }
    pendingFragments.push(chunk);
    const input = pendingFragments.join("");
    pendingFragments.length = 0;
    pendingFragmentsLength = 0;
    storeTrailing(processLines(input));
    checkForBufferOverflow();
  }
  function resumeAfterSkip(chunk) {
    if (chunk.length === 0) {
      return chunk;
    }
    if (skipNextLineFeed) {
      skipNextLineFeed = false;
      return chunk.charCodeAt(0) === LF ? chunk.slice(1) : chunk;
    }
    const crIndex = chunk.indexOf("\r");
    const lfIndex = chunk.indexOf("\n");
    const lineEnd = crIndex === -1 ? lfIndex : lfIndex === -1 ? crIndex : crIndex < lfIndex ? crIndex : lfIndex;
    if (lineEnd === -1) {
      return "";
    }
    if (lineEnd === chunk.length - 1 && chunk.charCodeAt(lineEnd) === CR) {
      skippingLine = false;
      skipNextLineFeed = true;
      return "";
    }
    skippingLine = false;
    return chunk.slice(lineEnd + (chunk.charCodeAt(lineEnd) === CR && chunk.charCodeAt(lineEnd + 1) === LF ? 2 : 1));
  }
  function storeTrailing(trailing) {
    if (!trailing)
      return;
    if (trailing.charCodeAt(trailing.length - 1) === CR) {
      parseLine(trailing, 0, trailing.length - 1);
      if (checkForBufferOverflow())
        return;
      skipNextLineFeed = true;
      return;
    }
    if (shouldBufferTrailing(trailing)) {
      pendingFragments.push(trailing);
      pendingFragmentsLength = trailing.length;
      return;
    }
    skippingLine = true;
  }
  function shouldBufferTrailing(trailing) {
    const firstCharCode = trailing.charCodeAt(0);
    return firstCharCode === 58 && !!onComment || firstCharCode === 100 && isPotentialField(trailing, "data") || firstCharCode === 101 && isPotentialField(trailing, "event") || firstCharCode === 105 && isPotentialField(trailing, "id") || firstCharCode === 114 && isPotentialField(trailing, "retry");
  }
  function checkForBufferOverflow() {
    if (terminated)
      return true;
    if (maxBufferSize === void 0)
      return false;
    if (pendingFragmentsLength + data.length <= maxBufferSize)
      return false;
    terminated = true;
    pendingFragments.length = 0;
    pendingFragmentsLength = 0;
    id = void 0;
    data = "";
    dataLines = 0;
    eventType = void 0;
    skippingLine = false;
    skipNextLineFeed = false;
    onError === null || onError === void 0 ? void 0 : onError(new ParseError(`Buffered data exceeded max buffer size of ${maxBufferSize} characters`, {
      type: "max-buffer-size-exceeded"
    }));
    return true;
  }
  function processLines(chunk) {
    let searchIndex = 0;
    if (chunk.indexOf("\r") === -1) {
      let lfIndex2 = chunk.indexOf("\n", searchIndex);
      while (lfIndex2 !== -1) {
        if (searchIndex === lfIndex2) {
          if (id !== void 0) {
            onId === null || onId === void 0 ? void 0 : onId(id);
          }
          if (dataLines > 0) {
            onEvent === null || onEvent === void 0 ? void 0 : onEvent({ id, event: eventType, data });
          }
          id = void 0;
          data = "";
          dataLines = 0;
          eventType = void 0;
          searchIndex = lfIndex2 + 1;
          lfIndex2 = chunk.indexOf("\n", searchIndex);
          continue;
        }
        const firstCharCode = chunk.charCodeAt(searchIndex);
        if (isDataPrefix(chunk, searchIndex, firstCharCode)) {
          const valueStart = chunk.charCodeAt(searchIndex + 5) === SPACE ? searchIndex + 6 : searchIndex + 5;
          const value = chunk.slice(valueStart, lfIndex2);
          if (dataLines === 0 && chunk.charCodeAt(lfIndex2 + 1) === LF) {
            if (id !== void 0) {
              onId === null || onId === void 0 ? void 0 : onId(id);
            }
            onEvent === null || onEvent === void 0 ? void 0 : onEvent({ id, event: eventType, data: value });
            id = void 0;
            data = "";
            eventType = void 0;
            searchIndex = lfIndex2 + 2;
            lfIndex2 = chunk.indexOf("\n", searchIndex);
            continue;
          }
          data = dataLines === 0 ? value : `${data}
${value}`;
          dataLines++;
        } else if (isEventPrefix(chunk, searchIndex, firstCharCode)) {
          eventType = chunk.slice(chunk.charCodeAt(searchIndex + 6) === SPACE ? searchIndex + 7 : searchIndex + 6, lfIndex2) || void 0;
        } else {
          parseLine(chunk, searchIndex, lfIndex2);
        }
        if (checkForBufferOverflow())
          return "";
        searchIndex = lfIndex2 + 1;
        lfIndex2 = chunk.indexOf("\n", searchIndex);
      }
      return chunk.slice(searchIndex);
    }
    let crIndex = chunk.indexOf("\r", searchIndex);
    let lfIndex = chunk.indexOf("\n", searchIndex);
    while (searchIndex < chunk.length) {
      let lineEnd = -1;
      if (crIndex !== -1 && lfIndex !== -1) {
        lineEnd = crIndex < lfIndex ? crIndex : lfIndex;
      } else if (crIndex !== -1) {
        if (crIndex === chunk.length - 1) {
          lineEnd = -1;
        } else {
          lineEnd = crIndex;
        }
      } else if (lfIndex !== -1) {
        lineEnd = lfIndex;
      }
      if (lineEnd === -1) {
        break;
      }
      parseLine(chunk, searchIndex, lineEnd);
      if (checkForBufferOverflow())
        return "";
      searchIndex = lineEnd + 1;
      if (chunk.charCodeAt(searchIndex - 1) === CR && chunk.charCodeAt(searchIndex) === LF) {
        searchIndex++;
      }
      if (crIndex !== -1 && crIndex < searchIndex) {
        crIndex = chunk.indexOf("\r", searchIndex);
      }
      if (lfIndex !== -1 && lfIndex < searchIndex) {
        lfIndex = chunk.indexOf("\n", searchIndex);
      }
    }
    return chunk.slice(searchIndex);
  }
  function parseLine(chunk, start2, end) {
    if (start2 === end) {
      dispatchEvent();
      return;
    }
    const firstCharCode = chunk.charCodeAt(start2);
    if (isDataPrefix(chunk, start2, firstCharCode)) {
      const valueStart = chunk.charCodeAt(start2 + 5) === SPACE ? start2 + 6 : start2 + 5;
      const value2 = chunk.slice(valueStart, end);
      data = dataLines === 0 ? value2 : `${data}
${value2}`;
      dataLines++;
      return;
    }
    if (isEventPrefix(chunk, start2, firstCharCode)) {
      eventType = chunk.slice(chunk.charCodeAt(start2 + 6) === SPACE ? start2 + 7 : start2 + 6, end) || void 0;
      return;
    }
    if (firstCharCode === 105 && chunk.charCodeAt(start2 + 1) === 100 && chunk.charCodeAt(start2 + 2) === 58) {
      const value2 = chunk.slice(chunk.charCodeAt(start2 + 3) === SPACE ? start2 + 4 : start2 + 3, end);
      if (!value2.includes("\0"))
        id = value2;
      return;
    }
    if (firstCharCode === 58) {
      if (onComment) {
        const line2 = chunk.slice(start2, end);
        onComment(line2.slice(chunk.charCodeAt(start2 + 1) === SPACE ? 2 : 1));
      }
      return;
    }
    const line = chunk.slice(start2, end);
    const fieldSeparatorIndex = line.indexOf(":");
    if (fieldSeparatorIndex === -1) {
      processField(line, "", line);
      return;
    }
    const field = line.slice(0, fieldSeparatorIndex);
    const offset = line.charCodeAt(fieldSeparatorIndex + 1) === SPACE ? 2 : 1;
    const value = line.slice(fieldSeparatorIndex + offset);
    processField(field, value, line);
  }
  function processField(field, value, line) {
    switch (field) {
      case "event":
        eventType = value || void 0;
        break;
      case "data":
        data = dataLines === 0 ? value : `${data}
${value}`;
        dataLines++;
        break;
      case "id":
        if (!value.includes("\0"))
          id = value;
        break;
      case "retry":
        if (/^\d+$/.test(value)) {
          onRetry === null || onRetry === void 0 ? void 0 : onRetry(parseInt(value, 10));
        } else {
          onError === null || onError === void 0 ? void 0 : onError(new ParseError(`Invalid \`retry\` value: "${value}"`, {
            type: "invalid-retry",
            value,
            line
          }));
        }
        break;
      default:
        onError === null || onError === void 0 ? void 0 : onError(new ParseError(`Unknown field "${field.length > 20 ? `${field.slice(0, 20)}\u2026` : field}"`, { type: "unknown-field", field, value, line }));
        break;
    }
  }
  function dispatchEvent() {
    if (id !== void 0) {
      onId === null || onId === void 0 ? void 0 : onId(id);
    }
    if (dataLines > 0) {
      onEvent === null || onEvent === void 0 ? void 0 : onEvent({
        id,
        event: eventType,
        data
      });
    }
    id = void 0;
    data = "";
    dataLines = 0;
    eventType = void 0;
  }
  function reset(options = {}) {
    if (options.consume && pendingFragments.length > 0) {
      const incompleteLine = pendingFragments.join("");
      parseLine(incompleteLine, 0, incompleteLine.length);
    }
    bomPrefix = "";
    id = void 0;
    data = "";
    dataLines = 0;
    eventType = void 0;
    pendingFragments.length = 0;
    pendingFragmentsLength = 0;
    terminated = false;
    skippingLine = false;
    skipNextLineFeed = false;
  }
  return { feed, reset };
}
function isDataPrefix(chunk, i, firstCharCode) {
  return firstCharCode === 100 && chunk.charCodeAt(i + 1) === 97 && chunk.charCodeAt(i + 2) === 116 && chunk.charCodeAt(i + 3) === 97 && chunk.charCodeAt(i + 4) === 58;
}
function isEventPrefix(chunk, i, firstCharCode) {
  return firstCharCode === 101 && chunk.charCodeAt(i + 1) === 118 && chunk.charCodeAt(i + 2) === 101 && chunk.charCodeAt(i + 3) === 110 && chunk.charCodeAt(i + 4) === 116 && chunk.charCodeAt(i + 5) === 58;
}
function isPotentialField(line, field) {
  let i = 1;
  while (i < line.length && i < field.length) {
    if (line.charCodeAt(i) !== field.charCodeAt(i)) {
      return false;
    }
    i++;
  }
  return line.length <= field.length || line.charCodeAt(field.length) === 58;
}

// src/logs/event-parser.ts
var LARGEST_EVENT = 8 * 1024 * 1024;
var MOST_IDS = 2e4;
var LONGEST_ID = 512;
var SENDABLE = /^[\x21-\x7e]{1,512}$/;
var EventParser = class {
  #onEvent;
  #seen = /* @__PURE__ */ new Set();
  #lastEventId = "";
  #parser;
  constructor(onEvent) {
    this.#onEvent = onEvent;
    this.#parser = this.#newParser();
  }
  /** Where a further connection goes on (`Last-Event-ID`); empty at the beginning. */
  get lastEventId() {
    return this.#lastEventId;
  }
  /** Before the first piece of each connection: what an earlier one left incomplete is void. */
  restart() {
    this.#parser = this.#newParser();
  }
  feed(text) {
    try {
      this.#parser.feed(text);
    } catch {
      this.restart();
    }
  }
  #newParser() {
    return createParser({
      maxBufferSize: LARGEST_EVENT,
      onEvent: ({ id = "", event = "", data }) => this.#take({ id, type: event, data })
    });
  }
  #take(event) {
    if (this.#seen.has(event.id)) return;
    if (event.id !== "" && event.id.length <= LONGEST_ID) this.#remember((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .copyOf */ .zP)(event.id));
    this.#onEvent(event);
  }
  #remember(id) {
    if (SENDABLE.test(id)) this.#lastEventId = id;
    this.#seen.add(id);
    if (this.#seen.size <= MOST_IDS) return;
    const [oldest = ""] = this.#seen;
    this.#seen.delete(oldest);
  }
};

// src/logs/stream-end.ts
var STOOD_MS = 3e4;
var EXPECTED_WITHIN_MS3 = 3e4;
function afterEnd(end, life) {
  if (life.wasOpen && (life.broughtNews || life.lastedMs >= STOOD_MS)) return { kind: "reopen" };
  switch (end.kind) {
    case "missing":
      return life.sinceStartMs < EXPECTED_WITHIN_MS3 ? { kind: "failed", message: end.reason } : { kind: "refused", reason: end.reason };
    case "closed":
      return { kind: "failed", message: `the stream was closed after ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a)(life.lastedMs)}` };
    case "failure":
      return { kind: "failed", message: end.message };
    case "answer":
      return afterAnswer(end, life);
  }
}
function afterAnswer({ status, headers }, life) {
  if (status < 300) {
    return { kind: "refused", reason: `the answer is ${headers["content-type"] ?? "of no type"}, not an event stream` };
  }
  const isLate = status === 404 && life.sinceStartMs < EXPECTED_WITHIN_MS3;
  if (status < 500 && status !== 408 && status !== 429 && !isLate) return { kind: "refused", reason: `HTTP ${status}` };
  const askedMs = (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_5__/* .retryAfterMs */ .Vs)(headers, life.epochMs);
  return { kind: "failed", message: `HTTP ${status}`, ...askedMs === void 0 ? {} : { askedMs } };
}

// src/logs/stream-follower.ts
var SILENCE_MS = 6e4;
var REOPEN_MS = 500;
var GAP_MS2 = 500;
var QUIET_LOOKS2 = 2;
var StreamFollower = class {
  #parts;
  #reader;
  #parser = new EventParser((event) => this.#take(event));
  #closed = new AbortController();
  #listeners = [];
  #startedMs;
  #isOpen = false;
  /** Nothing more will come: it is refused, it has told its end twice, or it was closed. */
  #isOver = false;
  /** What the last event said of the end. */
  #end;
  #reportedEnd = new AnnouncedEnd();
  #events = 0;
  /** Events that told something which no earlier connection had told. */
  #news = 0;
  #isDraining = false;
  /** Ends the wait before the next attempt. */
  #hurry = new AbortController();
  constructor(parts) {
    this.#parts = parts;
    this.#reader = parts.source.read();
  }
  get isStreaming() {
    return this.#isOpen && !this.#isOver && this.#end === void 0;
  }
  get lastLines() {
    return this.#parts.printer.lastLines;
  }
  onHint(listener) {
    this.#listeners.push(listener);
  }
  onLook() {
    this.#reportedEnd.look();
    this.#start();
  }
  #start() {
    if (this.#startedMs !== void 0 || this.#closed.signal.aborted) return;
    this.#startedMs = this.#parts.clock.nowMs();
    void this.#keepOpen(this.#startedMs);
  }
  /** A look is half a second of listening. It finds nothing if the stream stands and brings nothing new. */
  async drain(limit) {
    const { untilMs, signal } = limit;
    const { clock } = this.#parts;
    this.#isDraining = true;
    this.#start();
    this.#hurry.abort();
    for (let quiet = 0; !this.#isOver && this.#end?.kind !== "over"; ) {
      if (quiet >= QUIET_LOOKS2 && isDrained(limit, clock.nowMs())) return noteIfEmpty(this.#parts, limit);
      if (clock.nowMs() >= untilMs)
        return quiet >= QUIET_LOOKS2 ? noteIfEmpty(this.#parts, limit) : noteUndrained(this.#parts, this.#isOpen ? STILL_FLOWING : UNREADABLE);
      const before = this.#events;
      await clock.sleep(Math.min(GAP_MS2, untilMs - clock.nowMs()), signal);
      if (signal?.aborted || this.#closed.signal.aborted) return;
      if (this.#events !== before) quiet = 0;
      else if (this.#isOpen) quiet += 1;
    }
  }
  async close() {
    this.#closed.abort();
    this.#isOver = true;
    this.#parts.sinks.add(plain2(this.#reader.rest()));
    await this.#parts.sinks.close();
  }
  async #keepOpen(startedMs) {
    const { clock, trouble } = this.#parts;
    while (!this.#isOver) {
      const [openedMs, before] = [clock.nowMs(), this.#news];
      const end = await this.#open();
      if (this.#closed.signal.aborted) return;
      const wasOpen = this.#isOpen;
      this.#isOpen = false;
      if (this.#end?.kind === "over") {
        this.#hint();
        if (!await this.#reportedEnd.goesOn(clock, this.#closed.signal)) this.#isOver = true;
        continue;
      }
      const next2 = afterEnd(this.#end ?? end, {
        lastedMs: clock.nowMs() - openedMs,
        sinceStartMs: clock.nowMs() - startedMs,
        wasOpen,
        broughtNews: this.#news !== before,
        epochMs: clock.epochMs()
      });
      if (next2.kind === "refused") this.#giveUp(next2.reason);
      if (wasOpen || this.#isOver) this.#hint();
      if (next2.kind === "reopen") trouble.worked();
      await this.#wait(next2.kind === "failed" ? trouble.failed(next2.message, next2.askedMs) : REOPEN_MS);
    }
  }
  #open() {
    const { http, source, requestTimeoutMs } = this.#parts;
    const { lastEventId } = this.#parser;
    this.#parser.restart();
    this.#reader.restart();
    this.#end = void 0;
    const headers = {
      accept: "text/event-stream",
      "cache-control": "no-cache",
      ...lastEventId === "" ? {} : { "last-event-id": lastEventId }
    };
    const { signal } = this.#closed;
    return http.stream(
      { path: source.path, headers, timeoutMs: requestTimeoutMs, silenceMs: SILENCE_MS, signal },
      {
        onHead: ({ headers: answered }) => {
          this.#isOpen = /^\s*text\/event-stream\b/i.test(answered["content-type"] ?? "");
          return this.#isOpen;
        },
        onText: (text) => this.#parser.feed(text)
      }
    );
  }
  #take(event) {
    if (this.#isOver) return;
    const { lines, isHint, end } = this.#reader.take(event);
    const isNews = isHint || lines.length > 0;
    if (event.id !== "" || lines.length > 0) this.#events += 1;
    if (isNews) this.#news += 1;
    if (isNews || end !== void 0) this.#end = end;
    if (end?.kind !== "missing") this.#parts.trouble.worked();
    this.#parts.sinks.add(plain2(lines));
    if (isHint) this.#hint();
  }
  #hint() {
    for (const listener of this.#listeners) listener();
  }
  #giveUp(reason) {
    this.#isOver = true;
    this.#parts.runner.info(`No live log: the event stream is refused (${reason}). The status is polled all the same.`);
  }
  async #wait(durationMs) {
    this.#hurry = new AbortController();
    const waitMs = this.#isDraining ? Math.min(durationMs, GAP_MS2) : durationMs;
    await this.#parts.clock.sleep(waitMs, AbortSignal.any([this.#hurry.signal, this.#closed.signal]));
  }
};

// src/logs/trouble.ts
var WORTH_TELLING_MS = 3e4;
var WORTH_TELLING_FAILURES = 3;
var BACKOFF = { firstMs: 1e3, longestMs: 6e4 };
var LONGEST_ASKED_MS = 3e5;
var Trouble = class {
  #ports;
  #consequence;
  #patience;
  #isNoted = false;
  /** `consequence` is the second part of the warning: what this means and where else to look. */
  constructor(ports, consequence) {
    this.#ports = ports;
    this.#consequence = consequence;
    const channel = { nameResolved: true };
    this.#patience = new _chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .Patience */ .i3(
      { ...ports, channel },
      { outageToleranceMs: Number.POSITIVE_INFINITY, backoff: BACKOFF }
    );
  }
  /** Takes a failure into account. Returns how long to wait before trying again, in milliseconds. */
  failed(message, askedMs = 0) {
    const nowMs = this.#ports.clock.nowMs();
    const retryAfterMs2 = Math.min(askedMs, LONGEST_ASKED_MS);
    const next2 = this.#patience.failed({ message, retryAfterMs: retryAfterMs2 }, nowMs);
    const { sinceMs = nowMs, attempts = 0 } = this.#patience.outage ?? {};
    if (nowMs - sinceMs >= WORTH_TELLING_MS && attempts >= WORTH_TELLING_FAILURES) this.tell();
    return next2.kind === "retry" ? next2.waitMs : BACKOFF.longestMs;
  }
  worked() {
    this.#patience.answered();
  }
  /** Warns if the last attempt failed and nothing was said of it yet. */
  tell() {
    const { outage } = this.#patience;
    if (this.#isNoted || outage === void 0) return;
    this.#isNoted = true;
    this.#ports.runner.warning(`The log can't be read: ${outage.message}. ${this.#consequence}`);
  }
};

// src/logs/index.ts
function follow(ports, run, source, options) {
  const { shows } = options;
  const others = othersOf(ports, options);
  if (source === void 0 || source.kind === "pages" && !shows && others.length === 0) return noFollower;
  const { clock, runner, blot, flushed } = ports;
  const seeAlso = run.runUrl;
  const print = (text) => runner.showLog(text);
  const printer = new Printer({ clock, print, flushed, blot, stop: runner.stop }, { shows, seeAlso });
  const sinks = new Sinks([printing(printer, blot), ...others]);
  const trouble = new Trouble(
    ports,
    `This does not touch the verdict; it is tried again. ${run.runId} has its log at ${seeAlso}`
  );
  const parts = { ...ports, ...options, printer, sinks, trouble, seeAlso };
  switch (source.kind) {
    case "pages":
      return new PageFollower({ ...parts, source });
    case "stream":
      return new StreamFollower({ ...parts, source });
  }
}
function othersOf(ports, { finder, logFile }) {
  return [
    ...finder === void 0 ? [] : [observing((lines) => finder.see(lines))],
    ...logFile === void 0 ? [] : [new LogFile(ports, logFile.file, logFile.path)]
  ];
}
var noFollower = {
  isStreaming: false,
  lastLines: [],
  onLook: () => void 0,
  onHint: () => void 0,
  drain: () => Promise.resolve(),
  close: () => Promise.resolve()
};

// src/logs/result-finder.ts
var SEPARATOR = /^(?:[:=]\s*|\s+(?:[:=]\s+)?|$)/;
var ResultFinder = class {
  #marker;
  #found;
  #foundNs = 0n;
  constructor(marker) {
    this.#marker = marker;
  }
  /** The text behind the marker, without white space around it; undefined while no line has begun with it. */
  get found() {
    return this.#found;
  }
  /** Takes lines, as they come. Of those that tell their times, a later one is not replaced by an earlier. */
  see(lines) {
    for (const { text, timeNs = this.#foundNs } of lines) {
      if (!text.includes(this.#marker) || timeNs < this.#foundNs) continue;
      for (const line of (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .linesOf */ .Dx)(text)) this.#take(line, timeNs);
    }
  }
  /** Colours and white space before the marker do not count. */
  #take(line, timeNs) {
    const plain3 = (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .withoutTerminalSequences */ .$u)(line).trimStart();
    if (!plain3.startsWith(this.#marker)) return;
    const rest = plain3.slice(this.#marker.length);
    const separator = SEPARATOR.exec(rest);
    if (separator === null) return;
    this.#found = (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_16__/* .copyOf */ .zP)(rest.slice(separator[0].length).trimEnd());
    this.#foundNs = timeNs;
  }
};

// src/logs/run-events.ts
var WONDERED_AFTER_MS = 2e4;
var FIRST_GAP_MS3 = 2e4;
var LONGEST_GAP_MS4 = 5 * 6e4;
var LOOKS_EACH = 3;
var REQUEST_TIMEOUT_MS = 5e3;
var MOST_LINES2 = 50;
var LONGEST_LINE2 = 500;
var RunEvents = class {
  #ports;
  #run;
  #told = /* @__PURE__ */ new Set();
  #last;
  #waitingSinceMs;
  #looks = 0;
  #gapMs = FIRST_GAP_MS3;
  #dueMs = 0;
  #underWay;
  #refused = false;
  #lastWarning;
  constructor(ports, run) {
    this.#ports = ports;
    this.#run = run;
  }
  /** The last warning so far, as one line. */
  get lastWarning() {
    return this.#lastWarning;
  }
  /** Called with each answer whose status differs from the one before. */
  onNews(snapshot) {
    this.#last = snapshot;
    if (snapshot.phase === "waiting") this.#waitingSinceMs ??= this.#ports.clock.nowMs();
    else this.#waitingSinceMs = void 0;
  }
  /** Called at each look at the run's status. Returns at once. */
  onLook() {
    this.#looks += 1;
    const nowMs = this.#ports.clock.nowMs();
    const waits = this.#waitingSinceMs !== void 0 && nowMs - this.#waitingSinceMs >= WONDERED_AFTER_MS;
    if (!waits || this.#looks < LOOKS_EACH || nowMs < this.#dueMs) return;
    this.#dueMs = nowMs + this.#gapMs;
    this.#gapMs = Math.min(2 * this.#gapMs, LONGEST_GAP_MS4);
    void this.#ask(nowMs + REQUEST_TIMEOUT_MS);
  }
  /** Asks once more, for a run that has come to no good end. By `untilMs` (monotonic) at the latest; never rejects. */
  async atEnd(untilMs) {
    await this.#underWay;
    await this.#ask(Math.min(untilMs, this.#ports.clock.nowMs() + REQUEST_TIMEOUT_MS));
  }
  #ask(untilMs) {
    const { platform, runner, clock } = this.#ports;
    const call = platform.events?.(this.#run, this.#last);
    const isTooLate = clock.nowMs() >= untilMs || runner.stop.aborted;
    if (call === void 0 || this.#refused || this.#underWay !== void 0 || isTooLate) return Promise.resolve();
    this.#looks = 0;
    const asked = this.#ports.channel.ask(call, { untilMs, signal: runner.stop, isUrgent: false }).then((reading) => {
      this.#underWay = void 0;
      if (reading.kind === "denied") this.#refused = true;
      if (reading.kind === "good") this.#tell(reading.value);
    });
    this.#underWay = asked;
    return asked;
  }
  #tell(events) {
    const { runner } = this.#ports;
    for (const event of events) {
      const line = lineOf(event, (text) => runner.blot(text));
      if (event.isWarning) this.#lastWarning = line;
      const key = `${event.reason}
${event.message}`;
      if (this.#told.has(key) || this.#told.size >= MOST_LINES2) continue;
      this.#told.add(key);
      runner.info(line);
    }
  }
};
function lineOf({ reason, message, count }, blot) {
  const times = count !== void 0 && count > 1 ? ` (${count} times)` : "";
  return `${(0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_15__/* .oneLine */ .TN)(blot(`${reason}: ${message}`), LONGEST_LINE2)}${times}`;
}

// src/verdict/result.ts
function withResult(outcome, found, gate) {
  if (!("last" in outcome) || outcome.last === void 0) return outcome;
  const result = outcome.last.result ?? found;
  const last = result === void 0 ? outcome.last : { ...outcome.last, result };
  if (!isGated(outcome, gate)) return { ...outcome, last };
  return { ...outcome, last, gate: (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_5__/* .judge */ .S4)(gate, result) };
}
function isGated(outcome, gate) {
  return outcome.kind === "ended" && outcome.phase === "succeeded" && gate.length > 0;
}

// src/step/watching.ts
var DRAIN_MS = 5e3;
var LONGEST_DRAIN_MS = 1e4;
var HISTORY_TIMEOUT_MS = 1e4;
async function watchToVerdict(step2, run) {
  const { inputs, known, runner, platform } = step2;
  const { marker, gate } = inputs.result;
  const finder = marker === void 0 ? void 0 : new ResultFinder(marker);
  const follower = follow({ ...step2, blot: (text) => runner.blot(text) }, run, platform.log?.(run), {
    shows: inputs.logs,
    finder,
    ...step2.logFile === void 0 ? {} : { logFile: step2.logFile },
    requestTimeoutMs: inputs.requestTimeoutMs,
    last: () => known.last
  });
  const events = new RunEvents(step2, run);
  const attached = known.cameBy !== "trigger";
  const { queueTimeoutMs } = inputs;
  const begunAtMs = known.begunAtMs ?? step2.clock.nowMs();
  const queue = queueTimeoutMs === void 0 ? {} : { queueUntilMs: begunAtMs + queueTimeoutMs };
  const policy = { ...inputs, ...queue, deadlineMs: step2.deadlineMs, attached };
  const heard = new LastHeard(follower, step2.clock);
  const watched = await watch(step2, policy, run, follower, {
    onNews: (snapshot) => {
      onNews(step2, run, snapshot);
      events.onNews(snapshot);
    },
    onLook: () => {
      events.onLook();
      heard.look();
    },
    past: () => known.past
  });
  if (watched.last !== void 0) known.last = watched.last;
  known.lastHeardMs = heard.atMs;
  const drain = drainAfter(step2, watched, finder);
  const isRead = inputs.logs || finder !== void 0 || step2.logFile !== void 0;
  const log = endLog(follower, isRead ? drain : void 0);
  const decided = decide(step2, run, watched, { ...drain, log });
  const [outcome] = await Promise.all([decided, log, endEvents(events, watched, step2)]);
  known.lastLines = follower.lastLines;
  known.lastWarning = lastWarningOf(events, outcome);
  if (runner.stop.aborted && isGated(outcome, gate) && outcome.last.result === void 0 && finder?.found === void 0)
    return stoppedBeforeResult(outcome);
  return withResult(outcome, finder?.found, gate);
}
var LastHeard = class {
  #follower;
  #clock;
  #line;
  atMs;
  constructor(follower, clock) {
    this.#follower = follower;
    this.#clock = clock;
  }
  look() {
    const line = this.#follower.lastLines.at(-1);
    if (line === this.#line) return;
    this.#line = line;
    this.atMs = this.#clock.nowMs();
  }
};
function drainAfter({ clock, runner, inputs }, { ending }, finder) {
  if (ending.kind !== "final") return void 0;
  const shortMs = clock.nowMs() + DRAIN_MS;
  const longMs = clock.nowMs() + LONGEST_DRAIN_MS;
  const signal = runner.stop;
  const wanted = finder === void 0 ? {} : { isEnough: () => finder.found !== void 0 };
  if (ending.phase !== "succeeded")
    return { ...wanted, notBeforeMs: shortMs, untilMs: longMs, signal, expectsLines: true };
  if (finder === void 0) return { untilMs: shortMs, signal };
  return { ...wanted, ...inputs.result.gate.length === 0 ? {} : { notBeforeMs: shortMs }, untilMs: longMs, signal };
}
async function endLog(follower, drain) {
  if (drain !== void 0) await follower.drain(drain);
  await follower.close();
}
async function endEvents(events, { ending }, { clock, deadlineMs }) {
  if (ending.kind === "final" && ending.phase !== "succeeded") await events.atEnd(clock.nowMs() + DRAIN_MS);
  if (ending.kind === "timed_out") await events.atEnd(deadlineMs);
}
function lastWarningOf(events, outcome) {
  const isBad = outcome.kind === "timed_out" || outcome.kind === "ended" && outcome.phase !== "succeeded";
  return isBad ? events.lastWarning : void 0;
}
async function decide(step2, run, watched, { untilMs = 0, log }) {
  const { known, runner, platform } = step2;
  const outcome = await afterWatch(step2, run, watched);
  if (isGated(outcome, step2.inputs.result.gate)) writeFirstOutputs(runner, run, outcome.last);
  else writeFinalOutputs(runner, outcome, platform);
  if (outcome.kind !== "ended") return outcome;
  const last = await completeEnd(step2, run, outcome.last, { untilMs, signal: runner.stop, log });
  known.last = last;
  return { ...outcome, last };
}
function stoppedBeforeResult({ run, last }) {
  return { kind: "cancelled", run, last, termination: { kind: "already_ended" }, trigger: "settled" };
}
function onNews(step2, run, snapshot) {
  const { known, clock, runner } = step2;
  if (known.statuses.length === 0 && !(0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_10__/* .isFinal */ .d)(snapshot)) void askHistory(step2, run);
  known.last = snapshot;
  const sinceMs = clock.nowMs() - (known.begunAtMs ?? clock.nowMs());
  known.statuses.push({ status: snapshot.status, phase: snapshot.phase, sinceMs });
  writeFirstOutputs(runner, run, snapshot);
  warnOfOtherVersion(step2, snapshot);
}
async function askHistory(step2, run) {
  const { clock, known } = step2;
  if (known.before?.runs !== void 0) return;
  const page = await (0,_chunk_HBOH3EOF_js__WEBPACK_IMPORTED_MODULE_0__/* .askRecentRuns */ .pT)(step2, run.target, clock.nowMs() + HISTORY_TIMEOUT_MS);
  if (page !== void 0) known.past = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_1__/* .pastRunsOf */ .Kn)(page.value.runs, run.runId);
}

// src/story.ts
async function finish(step2, opening) {
  const { platform, known, clock, reports, runner, inputs } = step2;
  const names = (0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_7__/* .namesOf */ .eZ)(platform);
  const outcome = await story(step2, opening).catch((error) => afterBug(known, error));
  writeFinalOutputs(runner, outcome, platform);
  reportVerdict(runner, names, outcome, known);
  runner.saveState(known.leftToPost ? _chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.reportedEnd : _chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.concluded, "true");
  if (inputs.summary) {
    await afterVerdict(step2, "The job summary could not be made", () => {
      return writeSummary(runner, reportOf(step2, names, outcome));
    });
  }
  const byMs = (0,_chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_9__/* .finishBy */ .fA)(clock.nowMs(), runner.stop.aborted ? step2.stoppedAtMs() : void 0);
  await afterVerdict(step2, "GitHub could not be told of it", () => reports.finish(outcome, byMs));
  step2.http.close();
}
async function finishUnbegun({ runner }, reason, summary) {
  const names = { platform: "", runNoun: "run" };
  const outcome = { kind: "not_started", reason };
  writeFinalOutputs(runner, outcome);
  reportVerdict(runner, names, outcome);
  runner.saveState(_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .stateNames */ .U0.concluded, "true");
  if (!summary) return;
  await afterVerdict({ runner }, "The job summary could not be made", () => {
    return writeSummary(runner, reportOfFaults(names, outcome));
  });
}
async function story(step2, opening) {
  const begun = await (step2.inputs.attachTo === void 0 ? start(step2, opening) : attach(step2, step2.inputs.attachTo));
  if (begun.kind !== "begun") return begun;
  const { run: handle } = begun;
  if (!step2.inputs.wait) await step2.known.endingTwins;
  if (!step2.inputs.wait) return { kind: "pending", run: handle, ...(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .lastOf */ .g1)(step2.known) };
  const outcome = await watchBesideTwins(step2, handle);
  if (outcome.kind !== "cancelled") await searchForTwins(step2, handle);
  return outcome;
}
async function watchBesideTwins(step2, handle) {
  const { inDoubt } = step2.known;
  if (inDoubt === void 0) return watchToVerdict(step2, handle);
  const over3 = new AbortController();
  const search = searchMeanwhile(step2, inDoubt, handle, over3.signal);
  const outcome = await watchToVerdict(step2, handle);
  over3.abort();
  await search;
  return outcome;
}
function afterBug(known, error) {
  const reason = `an error in this action: ${error instanceof Error ? error.message : String(error)}`;
  if (known.run !== void 0) return { kind: "lost", run: known.run, ...(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_4__/* .lastOf */ .g1)(known), reason };
  return { kind: "unknown", reason, candidates: [] };
}



/***/ })

};
