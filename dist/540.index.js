export const id = 540;
export const ids = [540];
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

/***/ 3540:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   setLeftOver: () => (/* binding */ setLeftOver)
/* harmony export */ });
/* harmony import */ var _chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6529);
/* harmony import */ var _chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(954);
/* harmony import */ var _chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3712);
/* harmony import */ var _chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1219);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5162);
/* harmony import */ var _chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9446);
/* harmony import */ var _chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(265);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;








// src/github/saved.ts
var savedStatus = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ik)({
  apiUrl: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)(),
  repository: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)(),
  sha: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)(),
  status: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ik)({
    context: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)(),
    state: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .picklist */ .KI)(["success", "failure", "error"]),
    description: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)(),
    targetUrl: (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .exactOptional */ .yq)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)())
  })
});
function readSavedStatus(text) {
  const parsed = (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .safeParse */ .xL)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .pipe */ .Fs)((0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .string */ .Yj)(), (0,_chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_6__/* .parseJson */ .qF)(), savedStatus), text);
  return parsed.success ? parsed.output : void 0;
}

// src/github/left-over.ts
var POST_MS = 15e3;
var ATTEMPT_MS = 4e3;
async function setLeftOver({ clock, runner, env, open }) {
  const saved = readSavedStatus(env[`STATE_${_chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_3__/* .savedStatusName */ .BY}`]);
  if (saved === void 0) return;
  const { sha, status, repository, apiUrl } = saved;
  const what = (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .notSet */ .U)(status.context, sha);
  if (apiUrl !== (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .apiUrlOf */ .po)(env)) {
    return runner.warning(`${what}: the post step runs with another GITHUB_API_URL, so nothing was sent.`);
  }
  const { token } = (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .accessOf */ .YK)(env);
  const reply = await (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .ux)(clock, clock.nowMs() + POST_MS, async (signal) => {
    if (token === "") return (0,_chunk_BBTSUBWX_js__WEBPACK_IMPORTED_MODULE_5__/* .failed */ .g)("refused", "the input `github-token` is empty in the post step");
    const api = await open({ apiUrl, repository, token });
    return (0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .persistently */ .p5)(clock, ATTEMPT_MS, (each) => api.createStatus(sha, status, each), signal);
  });
  if (reply.kind === "good") runner.info(`The commit status \`${status.context}\` is set: ${status.state}.`);
  else runner.warning((0,_chunk_LRMPV5I3_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(what, reply, "statuses: write"));
}



/***/ })

};
