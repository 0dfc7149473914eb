export const id = 752;
export const ids = [752];
export const modules = {

/***/ 9446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ failed),
/* harmony export */   u: () => (/* binding */ good)
/* harmony export */ });
const require = process.getBuiltinModule

// src/github/api.ts
function good(value) {
  return { kind: "good", value };
}
function failed(cause, message) {
  return { kind: "failed", cause, message };
}




/***/ }),

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

/***/ 6529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ic: () => (/* binding */ describeFailure),
/* harmony export */   L2: () => (/* binding */ verdictWords),
/* harmony export */   Lv: () => (/* binding */ StatusReport),
/* harmony export */   Ne: () => (/* binding */ jobUrl),
/* harmony export */   U: () => (/* binding */ notSet),
/* harmony export */   Vd: () => (/* binding */ tookWords),
/* harmony export */   YK: () => (/* binding */ accessOf),
/* harmony export */   p5: () => (/* binding */ persistently),
/* harmony export */   po: () => (/* binding */ apiUrlOf),
/* harmony export */   ux: () => (/* binding */ within)
/* harmony export */ });
/* harmony import */ var _chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(954);
/* harmony import */ var _chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3712);
/* harmony import */ var _chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1219);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5162);
/* harmony import */ var _chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9446);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;






// src/github/failures.ts
function describeFailure(what, { cause, message }, permission) {
  return `${what}: ${message}.${advice(cause, permission)}`;
}
function advice(cause, permission) {
  switch (cause) {
    case "bad_token":
      return " The token in `github-token` is invalid or has expired (an App's lives an hour, the job's own as long as the job).";
    case "not_allowed":
    case "not_found":
      return ` Check that \`github-token\` may do this: the job needs \`permissions: ${permission}\` (a pull request from a fork, or by Dependabot, gets a token that may only read).`;
    case "rate_limited":
    case "refused":
    case "unavailable":
      return "";
  }
}

// src/github/limit.ts
async function within(clock, untilMs, ask, stop) {
  const leftMs = untilMs - clock.nowMs();
  const late = (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_4__/* .failed */ .g)("unavailable", "GitHub did not answer in time");
  if (leftMs <= 0 || stop?.aborted) return late;
  const over = new AbortController();
  const end = () => over.abort();
  stop?.addEventListener("abort", end, { once: true });
  const timer = clock.sleep(leftMs, over.signal).then(() => late);
  const reply = await Promise.race([asked(ask, over.signal), timer]);
  stop?.removeEventListener("abort", end);
  over.abort();
  return reply;
}
async function asked(ask, signal) {
  try {
    return await ask(signal);
  } catch (error) {
    return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_4__/* .failed */ .g)("unavailable", error instanceof Error ? error.message : String(error));
  }
}
var RETRY_GAP_MS = 700;
async function persistently(clock, attemptMs, ask, signal) {
  for (; ; ) {
    const reply = await within(clock, clock.nowMs() + attemptMs, ask, signal);
    if (reply.kind === "good" || reply.cause !== "unavailable" || signal.aborted) return reply;
    await clock.sleep(RETRY_GAP_MS, signal);
  }
}

// src/github/place.ts
var TOKEN_VARIABLE = "INPUT_GITHUB-TOKEN";
function apiUrlOf(env) {
  return (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_5__/* .withoutTrailing */ .hT)(env.GITHUB_API_URL || "https://api.github.com", "/");
}
function accessOf(env) {
  return { apiUrl: apiUrlOf(env), token: env[TOKEN_VARIABLE]?.trim() ?? "", repository: env.GITHUB_REPOSITORY ?? "" };
}
function jobUrl(env, checkRunId) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  const url = URL.parse(
    `${server}/${repository}/actions/runs/${id}${checkRunId === void 0 ? "" : `/job/${checkRunId}`}`
  );
  return server && repository && id && url !== null && /^https?:$/.test(url.protocol) ? url.href : void 0;
}

// src/github/words.ts
function verdictWords({ conclusion, timeoutMs }) {
  const { words } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_0__/* .traitsOf */ .JC)(conclusion);
  return timeoutMs === void 0 ? words : `${words} after ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_1__/* .formatDuration */ .a)(timeoutMs)}`;
}
function tookWords(facts, preposition) {
  const tookMs = (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_3__/* .durationOf */ .c)(facts);
  return tookMs === void 0 ? "" : ` ${preposition} ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_1__/* .formatDuration */ .a)(tookMs)}`;
}

// src/github/status.ts
var LONGEST_DESCRIPTION = 140;
function pendingStatus(context, facts) {
  return statusOf(context, "pending", `Waiting for ${named(facts)}`, facts.runUrl);
}
function finalStatus(context, facts, fallbackUrl) {
  const description = `${verdictWords(facts)}${tookWords(facts, "in")}: ${named(facts)}${shownStatus(facts)}`;
  return statusOf(context, (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_0__/* .traitsOf */ .JC)(facts.conclusion).state, description, facts.runUrl ?? fallbackUrl);
}
function cutOffStatus(context, facts) {
  return statusOf(context, "error", `The step was cut off: ${named(facts)}`, facts.runUrl);
}
function statusOf(context, state, text, targetUrl) {
  return {
    context,
    state,
    description: (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_5__/* .cutTo */ .yd)(text, LONGEST_DESCRIPTION),
    ...targetUrl === void 0 ? {} : { targetUrl }
  };
}
function named({ platform, runNoun, runId }) {
  return [platform, runNoun, runId ?? ""].filter((part) => part !== "").join(" ");
}
function shownStatus({ status }) {
  return status === void 0 || status === "" ? "" : ` (${status})`;
}

// src/github/status-report.ts
var PENDING_MS = 2e4;
var ATTEMPT_MS = 2300;
var GRACE_MS = 1500;
var StatusReport = class {
  #ports;
  #place;
  #replaced = new AbortController();
  /** Resolves to true where GitHub refused. */
  #pending;
  constructor(ports, place) {
    this.#ports = ports;
    this.#place = place;
  }
  /** The run is known. From here on `post` has something to set right, should this process end. */
  begin(facts) {
    const { clock } = this.#ports;
    const { context } = this.#place;
    this.#leave(cutOffStatus(context, facts));
    this.#pending = this.#set(pendingStatus(context, facts), clock.nowMs() + PENDING_MS, this.#replaced.signal).then(
      (reply) => this.#isRefused(reply)
    );
  }
  /** By `untilMs` (monotonic) at the latest. Refused or set, nothing is left to `post`; otherwise the verdict is. */
  async finish(facts, untilMs) {
    const status = finalStatus(this.#place.context, facts, this.#place.fallbackUrl);
    this.#leave(status);
    if (await this.#endPending(untilMs)) return this.#settle();
    const reply = await this.#set(status, untilMs);
    if (reply.kind === "good" || this.#isRefused(reply)) return this.#settle();
    this.#ports.runner.info(`${this.#what()} yet: ${reply.message}. The post step tries again.`);
  }
  async #endPending(untilMs) {
    if (this.#pending === void 0) return false;
    const { clock } = this.#ports;
    const settled = new AbortController();
    const graceMs = Math.min(GRACE_MS, untilMs - clock.nowMs());
    await Promise.race([this.#pending, clock.sleep(graceMs, settled.signal)]);
    settled.abort();
    this.#replaced.abort();
    return this.#pending;
  }
  #set(status, untilMs, stop) {
    const { clock, open } = this.#ports;
    const send = async (signal) => {
      const api = await open();
      return persistently(clock, ATTEMPT_MS, (each) => api.createStatus(this.#place.sha, status, each), signal);
    };
    return within(clock, untilMs, send, stop);
  }
  #leave(status) {
    const { apiUrl, repository } = this.#place.access;
    const saved = { apiUrl, repository, sha: this.#place.sha, status };
    this.#ports.runner.saveState(_chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_2__/* .savedStatusName */ .BY, JSON.stringify(saved));
  }
  #settle() {
    this.#ports.runner.saveState(_chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_2__/* .savedStatusName */ .BY, "");
  }
  /** Refused for good, and told of: to ask again, or later, would not change it. */
  #isRefused(reply) {
    if (reply.kind === "good" || !isLasting(reply.cause)) return false;
    this.#ports.runner.warning(describeFailure(this.#what(), reply, "statuses: write"));
    return true;
  }
  #what() {
    return notSet(this.#place.context, this.#place.sha);
  }
};
function notSet(context, sha) {
  return `The commit status \`${context}\` on ${sha.slice(0, 7)} could not be set`;
}
function isLasting(cause) {
  switch (cause) {
    case "bad_token":
    case "not_allowed":
    case "not_found":
    case "refused":
      return true;
    case "rate_limited":
    case "unavailable":
      return false;
  }
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

/***/ 2752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createReports: () => (/* binding */ createReports)
/* harmony export */ });
/* harmony import */ var _chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6529);
/* harmony import */ var _chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(954);
/* harmony import */ var _chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3712);
/* harmony import */ var _chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6183);
/* harmony import */ var _chunk_ABXAKV4Q_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6657);
/* harmony import */ var _chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1219);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(5162);
/* harmony import */ var _chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7428);
/* harmony import */ var _chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5763);
/* harmony import */ var _chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(9446);
/* harmony import */ var _chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5082);
/* harmony import */ var _chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(265);
/* harmony import */ var _chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(5543);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;














// src/github/marker.ts
var NAME = "run-job-and-wait";
function keyOf({ workflow, job, step, platform, jobIdentity, context }) {
  const inOrder = Object.entries(jobIdentity).sort(([one], [other]) => one < other ? -1 : 1);
  const parts = [workflow, job, step, platform, inOrder, context];
  return (0,_chunk_ABXAKV4Q_js__WEBPACK_IMPORTED_MODULE_4__/* .hash */ .t)("sha256", JSON.stringify(parts)).slice(0, 32);
}
function writeMarker({ key, runId, sha: sha2 }) {
  return `${startOf(key)}run=${runId} commit=${sha2 ?? "-"} -->`;
}
function readMarker(body, key) {
  if (!body.startsWith(startOf(key))) return void 0;
  const match = /^run=(\d{1,15}) commit=([0-9a-f]{40,64}|-) -->/i.exec(body.slice(startOf(key).length));
  if (match === null) return { key, runId: 0 };
  const [, runId = "0", sha2 = "-"] = match;
  return { key, runId: Number(runId), ...sha2 === "-" ? {} : { sha: sha2 } };
}
function startOf(key) {
  return `<!-- ${NAME} key=${key} `;
}

// src/github/comment.ts
function commentBody(facts, marker, workflow) {
  const { runId, status } = facts;
  const run = runId === void 0 ? "" : ` ${link(facts.runUrl, code(runId))}`;
  const lines = [
    `### ${(0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .traitsOf */ .JC)(facts.conclusion).sign} ${(0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .verdictWords */ .L2)(facts)}: ${facts.platform} ${facts.runNoun}${run}`,
    "",
    status === void 0 ? "" : `- Status: ${code(status)}`,
    ...times(facts),
    facts.gate === void 0 ? "" : `- Gate: ${facts.gate.holding} of ${facts.gate.all} conditions hold`,
    `- Commit: ${marker.sha === void 0 ? "not known" : code(marker.sha)}`,
    `- Workflow run: ${link(workflow.url, code(String(workflow.id)))}, attempt ${code(workflow.attempt)}, job ${code(workflow.job)}`
  ];
  return [writeMarker(marker), ...lines.filter((line, index) => line !== "" || index === 1)].join("\n");
}
function times(facts) {
  const took = (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .tookWords */ .Vd)(facts, "after");
  return [
    facts.startedAtMs === void 0 ? "" : `- Started: ${(0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_10__/* .isoSeconds */ .nE)(facts.startedAtMs)}`,
    facts.endedAtMs === void 0 ? "" : `- Ended: ${(0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_10__/* .isoSeconds */ .nE)(facts.endedAtMs)}${took === "" ? "" : `,${took}`}`
  ];
}
function link(url, content) {
  return url === void 0 ? content : `<a href="${(0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_8__/* .asReferences */ .$)(url)}">${content}</a>`;
}
function code(text) {
  return `<code>${(0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_8__/* .asReferences */ .$)(text)}</code>`;
}

// src/github/comments.ts
async function keepComment(api, pull, draft, signal, onRead = () => void 0) {
  const found = await findOwn(api, pull, draft.marker.key, signal, onRead);
  if (found.kind === "failed") return found;
  if (found.value.length > 0) return bringUpToDate(api, pull, found.value, draft, signal);
  if (!draft.mayCreate) return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("none");
  const created = await create(api, pull, draft, signal);
  if (created.kind === "failed") return created;
  const again = await findOwn(api, pull, draft.marker.key, signal);
  if (again.kind === "failed" || again.value.length < 2) return created;
  return bringUpToDate(api, pull, again.value, draft, signal);
}
async function bringUpToDate(api, pull, own, draft, signal) {
  const [kept, ...surplus] = [...own].sort((one, other) => other.marker.runId - one.marker.runId || one.id - other.id);
  if (kept === void 0) return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("none");
  for (const { id } of surplus) {
    const deleted = await api.deleteComment(id, signal);
    if (deleted.kind === "failed" && deleted.cause !== "not_found") return deleted;
  }
  if (isLater(kept.marker, draft.marker)) return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("newer");
  if (kept.body === draft.body) return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("updated");
  const updated = await api.updateComment(kept.id, draft.body, signal);
  if (updated.kind === "good") return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("updated");
  if (updated.cause === "not_found" && draft.mayCreate) return create(api, pull, draft, signal);
  return updated.cause === "not_found" ? (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("none") : updated;
}
function isLater(kept, draft) {
  return kept.runId > draft.runId && kept.sha !== draft.sha;
}
async function create(api, pull, draft, signal) {
  const created = await api.createComment(pull, draft.body, signal);
  return created.kind === "good" ? (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)("created") : created;
}
async function findOwn(api, pull, key, signal, onRead = () => void 0) {
  let self;
  let read = 0;
  for (let page = 1; ; page++) {
    const listed = await api.listComments(pull, page, signal);
    if (listed.kind === "failed") return listed;
    read += listed.value.items.length;
    onRead(read);
    const marked = listed.value.items.flatMap(({ id, author, body }) => {
      const marker = readMarker(body, key);
      return marker === void 0 ? [] : [{ id, author, body, marker }];
    });
    if (marked.length > 0 && self === void 0) {
      const asked = await api.whoAmI(signal);
      if (asked.kind === "failed") return unknownSelf(asked);
      self = asked.value;
    }
    const own = marked.filter(({ author }) => isSame(author, self));
    if (own.length > 0 || !listed.value.hasMore) return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)(own);
  }
}
function unknownSelf({ cause, message }) {
  return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .failed */ .g)(
    cause,
    `there is a comment with this step's marker, but GitHub does not tell whether it is ours (${message})`
  );
}
function isSame(author, self) {
  return author !== "" && author.toLowerCase() === self?.toLowerCase();
}

// src/github/pulls.ts
async function findPull(api, source, signal) {
  switch (source.kind) {
    case "number":
      return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)({ kind: "pull", number: source.number });
    case "none":
      return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)({ kind: "none" });
    case "by_head":
      return byHead(api, source.head, signal);
  }
}
var MOST_PULL_PAGES = 5;
async function byHead(api, head, signal) {
  const numbers = /* @__PURE__ */ new Set();
  for (let page = 1; page <= MOST_PULL_PAGES; page++) {
    const listed = await api.listOpenPulls(head, page, signal);
    if (listed.kind === "failed") return listed;
    for (const { number: number3, headSha, headRepository } of listed.value.items) {
      const isOurs = headSha === head.sha && headRepository.toLowerCase() === head.repository.toLowerCase();
      if (isOurs) numbers.add(number3);
    }
    if (!listed.value.hasMore) break;
  }
  const [number2] = numbers;
  if (number2 !== void 0 && numbers.size === 1) return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)({ kind: "pull", number: number2 });
  const count = numbers.size === 0 ? "No open pull request has" : `${numbers.size} open pull requests have`;
  return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)({ kind: "unclear", why: `${count} ${head.sha} of ${head.repository} as head` });
}

// src/github/comment-report.ts
var ATTEMPT_MS = 4400;
async function reportComment({ clock, runner, open }, place, facts, untilMs) {
  const { marker, workflow, mode } = place;
  const body = commentBody(facts, marker, workflow);
  const draft = { marker, body, mayCreate: mode === "always" || (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .traitsOf */ .JC)(facts.conclusion).step !== "succeeds" };
  let read = 0;
  const onRead = (comments) => {
    read = Math.max(read, comments);
  };
  const reply = await (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .ux)(clock, untilMs, async (signal) => {
    const api = await open();
    return (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .persistently */ .p5)(clock, ATTEMPT_MS, (each) => comment(api, place.pull, draft, each, onRead), signal);
  });
  const what = "The comment on the pull request could not be brought up to date";
  if (reply.kind === "failed") {
    const sought = reply.cause === "unavailable" && read > 0 ? `; ours was not found in time among ${read} comments` : "";
    const failure = { ...reply, message: `${reply.message}${sought}` };
    runner.warning((0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(what, failure, "pull-requests: write"));
  } else if (reply.value.kind === "unclear") runner.warning(`No pull request to comment on: ${reply.value.why}.`);
  else runner.info(ending(reply.value));
}
async function comment(api, source, draft, signal, onRead) {
  const pull = await findPull(api, source, signal);
  if (pull.kind === "failed") return pull;
  if (pull.value.kind !== "pull") return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)(pull.value);
  const kept = await keepComment(api, pull.value.number, draft, signal, onRead);
  return kept.kind === "failed" ? kept : (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_9__/* .good */ .u)({ kind: "kept", kept: kept.value });
}
function ending(end) {
  if (end.kind === "none") return "No comment was written: the event is not about a pull request.";
  switch (end.kept) {
    case "created":
      return "Commented on the pull request.";
    case "updated":
      return "The comment on the pull request is up to date.";
    case "newer":
      return "The comment on the pull request tells of a later run, and was left as it is.";
    case "none":
      return "No comment was written: there is no failure to tell of.";
  }
}

// src/github/event.ts
var sha = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .string */ .Yj)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .regex */ .yG)(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i));
var issueNumber = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .number */ .ai)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .safeInteger */ .Y2)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .minValue */ .Ww)(1));
var pullEvent = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ pull_request: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ number: issueNumber, head: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ sha }) }) });
var commentEvent = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ issue: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ number: issueNumber, pull_request: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .looseObject */ ._H)({}) }) });
var workflowRun = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ workflow_run: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ head_sha: sha }) });
var workflowRunHead = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({
  workflow_run: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({
    head_sha: sha,
    head_branch: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .string */ .Yj)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .nonEmpty */ .hq)()),
    head_repository: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({
      full_name: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .string */ .Yj)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .nonEmpty */ .hq)()),
      owner: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .object */ .Ik)({ login: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .string */ .Yj)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .nonEmpty */ .hq)()) })
    })
  })
});
function readEvent(env, payload) {
  const own = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .safeParse */ .xL)(sha, env.GITHUB_SHA);
  const pull = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .safeParse */ .xL)(pullEvent, payload);
  if (pull.success) {
    const { number: number2, head } = pull.output.pull_request;
    return { sha: head.sha, pull: { kind: "number", number: number2 } };
  }
  if (env.GITHUB_EVENT_NAME === "workflow_run") return readWorkflowRun(payload);
  const known = own.success ? { sha: own.output } : {};
  const comment2 = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .safeParse */ .xL)(commentEvent, payload);
  if (comment2.success) return { ...known, pull: { kind: "number", number: comment2.output.issue.number } };
  return { ...known, pull: { kind: "none" } };
}
function readWorkflowRun(payload) {
  const run = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .safeParse */ .xL)(workflowRun, payload);
  const whole = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__/* .safeParse */ .xL)(workflowRunHead, payload);
  const known = run.success ? { sha: run.output.workflow_run.head_sha } : {};
  if (!whole.success) return { ...known, pull: { kind: "none" } };
  const { head_sha, head_branch, head_repository } = whole.output.workflow_run;
  const head = {
    repository: head_repository.full_name,
    owner: head_repository.owner.login,
    branch: head_branch,
    sha: head_sha
  };
  return { ...known, pull: { kind: "by_head", head } };
}

// src/github/facts.ts
var LONGEST_ID = 200;
var LONGEST_STATUS = 60;
var LONGEST_URL = 1024;
function factsOf(outcome, names, blot) {
  const { run, last } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .runOf */ .ng)(outcome);
  const timeout = outcome.kind === "timed_out" ? { timeoutMs: outcome.timeoutMs } : {};
  const other = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .inTheWayOf */ .Lx)(outcome);
  const shown = runFacts(other?.run ?? run, other ?? last, blot);
  return { ...names, conclusion: (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .conclusionOf */ .vu)(outcome), ...timeout, ...gateFacts(outcome), ...shown };
}
function gateFacts(outcome) {
  if (outcome.kind !== "ended" || outcome.gate === void 0) return {};
  return { gate: { holding: outcome.gate.filter(({ holds }) => holds).length, all: outcome.gate.length } };
}
function runFacts(run, last, blot) {
  const runUrl = run === void 0 ? void 0 : harmlessUrl(run.runUrl, blot);
  return {
    ...run === void 0 ? {} : { runId: (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_12__/* .visibleLine */ .P8)(blot(run.runId), LONGEST_ID) },
    ...runUrl === void 0 ? {} : { runUrl },
    ...last === void 0 ? {} : { status: (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_12__/* .visibleLine */ .P8)(blot(last.status), LONGEST_STATUS) },
    ...(0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_10__/* .isTime */ .K8)(last?.startedAtMs) ? { startedAtMs: last.startedAtMs } : {},
    ...(0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_10__/* .isTime */ .K8)(last?.endedAtMs) ? { endedAtMs: last.endedAtMs } : {}
  };
}
function harmlessUrl(text, blot) {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return void 0;
  return url.href.length <= LONGEST_URL && blot(url.href) === url.href ? url.href : void 0;
}

// src/github/index.ts
function createReports(ports, context) {
  const { runner, env, blot } = ports;
  const names = (0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_3__/* .namesOf */ .eZ)(context.platform);
  const event = readEvent(env, context.payload);
  const open = once(() => ports.open({ ...(0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .accessOf */ .YK)(env), token: context.settings.token }));
  const shared = { clock: ports.clock, runner, open };
  const status = statusReport(shared, env, context, event);
  const place = commentPlace(env, context, event);
  return {
    begin(run) {
      if (status === void 0) void open().catch(() => void 0);
      status?.begin({ ...names, conclusion: "pending", ...runFacts(run, void 0, blot) });
    },
    async finish(outcome, untilMs) {
      const facts = factsOf(outcome, names, blot);
      await Promise.all([
        status?.finish(facts, untilMs),
        place === void 0 ? void 0 : reportComment(shared, place, facts, untilMs)
      ]);
    }
  };
}
function statusReport(ports, env, { settings }, { sha: sha2 }) {
  const { commitStatus: context } = settings;
  if (context === void 0) return void 0;
  if (sha2 === void 0) {
    ports.runner.warning(`The commit status \`${context}\` could not be set: the event names no commit.`);
    return void 0;
  }
  const fallbackUrl = (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .jobUrl */ .Ne)(env, settings.checkRunId);
  const place = { access: (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .accessOf */ .YK)(env), sha: sha2, context };
  return new _chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .StatusReport */ .Lv(ports, fallbackUrl === void 0 ? place : { ...place, fallbackUrl });
}
function commentPlace(env, context, { sha: sha2, pull }) {
  const { settings, platform } = context;
  if (settings.prComment === "never") return void 0;
  const { GITHUB_WORKFLOW: workflow = "", GITHUB_JOB: job = "", GITHUB_ACTION: step = "" } = env;
  const key = keyOf({
    workflow,
    job,
    step,
    platform: platform.id,
    jobIdentity: platform.jobIdentity,
    context: settings.commitStatus ?? ""
  });
  const url = (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .jobUrl */ .Ne)(env, settings.checkRunId);
  const runId = Number(env.GITHUB_RUN_ID) || 0;
  return {
    mode: settings.prComment,
    pull,
    marker: { key, runId, ...sha2 === void 0 ? {} : { sha: sha2 } },
    workflow: { id: runId, attempt: env.GITHUB_RUN_ATTEMPT ?? "", job, ...url === void 0 ? {} : { url } }
  };
}
function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}



/***/ })

};
