export const id = 670;
export const ids = [670];
export const modules = {

/***/ 7671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ failed),
/* harmony export */   u: () => (/* binding */ good)
/* harmony export */ });
function good(value) {
    return { kind: 'good', value };
}
function failed(cause, message) {
    return { kind: 'failed', cause, message };
}


/***/ }),

/***/ 232:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ describeFailure)
/* harmony export */ });
function describeFailure(what, { cause, message }, permission) {
    return `${what}: ${message}.${advice(cause, permission)}`;
}
function advice(cause, permission) {
    switch (cause) {
        case 'not_allowed':
        case 'not_found':
            return (` Check that \`github-token\` may do this: the job needs \`permissions: ${permission}\`` +
                ' (a pull request from a fork, or by Dependabot, gets a token that may only read).');
        case 'rate_limited':
        case 'refused':
        case 'unavailable':
            return '';
    }
}


/***/ }),

/***/ 4670:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  setLeftOver: () => (/* binding */ setLeftOver)
});

// EXTERNAL MODULE: ./lib/github/api.js
var github_api = __webpack_require__(7671);
// EXTERNAL MODULE: ./lib/github/failures.js
var failures = __webpack_require__(232);
// EXTERNAL MODULE: ./lib/github/limit.js
var limit = __webpack_require__(9512);
// EXTERNAL MODULE: ./lib/github/place.js
var place = __webpack_require__(1904);
// EXTERNAL MODULE: ./lib/github/reports.js
var reports = __webpack_require__(4432);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
;// CONCATENATED MODULE: ./lib/github/saved.js

const savedStatus = dist/* object */.Ikc({
    apiUrl: dist/* string */.YjP(),
    repository: dist/* string */.YjP(),
    sha: dist/* string */.YjP(),
    status: dist/* object */.Ikc({
        context: dist/* string */.YjP(),
        state: dist/* picklist */.KIO(['success', 'failure', 'error']),
        description: dist/* string */.YjP(),
        targetUrl: dist/* exactOptional */.yqP(dist/* string */.YjP()),
    }),
});
function readSavedStatus(text) {
    const parsed = dist/* safeParse */.xLC(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* parseJson */.qFJ(), savedStatus), text);
    return parsed.success ? parsed.output : undefined;
}

// EXTERNAL MODULE: ./lib/github/status-report.js + 1 modules
var status_report = __webpack_require__(5111);
;// CONCATENATED MODULE: ./lib/github/left-over.js







const POST_MS = 15_000;
const ATTEMPT_MS = 4000;
async function setLeftOver({ clock, runner, env, open }) {
    const saved = readSavedStatus(env[`STATE_${reports/* savedStatusName */.BY}`]);
    if (saved === undefined)
        return;
    const { sha, status, repository, apiUrl } = saved;
    const what = (0,status_report/* notSet */.U)(status.context, sha);
    if (apiUrl !== (0,place/* apiUrlOf */.po)(env)) {
        return runner.warning(`${what}: the post step runs with another GITHUB_API_URL, so nothing was sent.`);
    }
    const { token } = (0,place/* accessOf */.YK)(env);
    const reply = await (0,limit/* within */.u)(clock, clock.nowMs() + POST_MS, async (signal) => {
        if (token === '')
            return (0,github_api/* failed */.g)('refused', 'the input `github-token` is empty in the post step');
        const api = await open({ apiUrl, repository, token });
        return (0,limit/* persistently */.p)(clock, ATTEMPT_MS, (each) => api.createStatus(sha, status, each), signal);
    });
    if (reply.kind === 'good')
        runner.info(`The commit status \`${status.context}\` is set: ${status.state}.`);
    else
        runner.warning((0,failures/* describeFailure */.I)(what, reply, 'statuses: write'));
}


/***/ }),

/***/ 9512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ persistently),
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
/* harmony import */ var _api_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7671);

async function within(clock, untilMs, ask, stop) {
    const leftMs = untilMs - clock.nowMs();
    const late = (0,_api_js__WEBPACK_IMPORTED_MODULE_0__/* .failed */ .g)('unavailable', 'GitHub did not answer in time');
    if (leftMs <= 0 || stop?.aborted)
        return late;
    const over = new AbortController();
    const end = () => over.abort();
    stop?.addEventListener('abort', end, { once: true });
    const timer = clock.sleep(leftMs, over.signal).then(() => late);
    const reply = await Promise.race([asked(ask, over.signal), timer]);
    stop?.removeEventListener('abort', end);
    over.abort();
    return reply;
}
async function asked(ask, signal) {
    try {
        return await ask(signal);
    }
    catch (error) {
        return (0,_api_js__WEBPACK_IMPORTED_MODULE_0__/* .failed */ .g)('unavailable', error instanceof Error ? error.message : String(error));
    }
}
const RETRY_GAP_MS = 700;
async function persistently(clock, attemptMs, ask, signal) {
    for (;;) {
        const reply = await within(clock, clock.nowMs() + attemptMs, ask, signal);
        if (reply.kind === 'good' || reply.cause !== 'unavailable' || signal.aborted)
            return reply;
        await clock.sleep(RETRY_GAP_MS, signal);
    }
}


/***/ }),

/***/ 1904:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CX: () => (/* binding */ workflowRunUrl),
/* harmony export */   YK: () => (/* binding */ accessOf),
/* harmony export */   po: () => (/* binding */ apiUrlOf)
/* harmony export */ });
const TOKEN_VARIABLE = 'INPUT_GITHUB-TOKEN';
function apiUrlOf(env) {
    return (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, '');
}
function accessOf(env) {
    return { apiUrl: apiUrlOf(env), token: env[TOKEN_VARIABLE]?.trim() ?? '', repository: env.GITHUB_REPOSITORY ?? '' };
}
function workflowRunUrl(env) {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
    const url = URL.parse(`${server}/${repository}/actions/runs/${id}`);
    return server && repository && id && url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}


/***/ }),

/***/ 5111:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ StatusReport),
  U: () => (/* binding */ notSet)
});

// EXTERNAL MODULE: ./lib/github/failures.js
var failures = __webpack_require__(232);
// EXTERNAL MODULE: ./lib/github/limit.js
var limit = __webpack_require__(9512);
// EXTERNAL MODULE: ./lib/github/reports.js
var reports = __webpack_require__(4432);
// EXTERNAL MODULE: ./lib/core/duration-format.js
var duration_format = __webpack_require__(9567);
// EXTERNAL MODULE: ./lib/github/words.js
var words = __webpack_require__(9074);
;// CONCATENATED MODULE: ./lib/github/status.js


const LONGEST_DESCRIPTION = 140;
function pendingStatus(context, facts) {
    return statusOf(context, 'pending', `Waiting for ${named(facts)}`, facts.runUrl);
}
function finalStatus(context, facts, fallbackUrl) {
    const tookMs = (0,words/* durationMs */.p)(facts);
    const took = tookMs === undefined ? '' : ` in ${(0,duration_format/* formatDuration */.a)(tookMs)}`;
    const head = `${(0,words/* verdictWords */.L)(facts)}${took}`;
    const description = facts.runId === undefined ? head : `${head}: ${named(facts)}${shownStatus(facts)}`;
    return statusOf(context, stateOf(facts.conclusion), description, facts.runUrl ?? fallbackUrl);
}
function cutOffStatus(context, facts) {
    return statusOf(context, 'error', `The step was cut off: ${named(facts)}`, facts.runUrl);
}
function stateOf(conclusion) {
    switch (conclusion) {
        case 'success':
            return 'success';
        case 'failure':
        case 'terminated':
            return 'failure';
        case 'timed_out':
        case 'cancelled':
        case 'lost':
        case 'pending':
        case 'not_started':
        case 'unknown':
        case 'action_required':
            return 'error';
    }
}
function statusOf(context, state, text, targetUrl) {
    return { context, state, description: shortened(text), ...(targetUrl === undefined ? {} : { targetUrl }) };
}
function named({ platform, runNoun, runId }) {
    return [platform, runNoun, runId ?? ''].filter((part) => part !== '').join(' ');
}
function shownStatus({ status }) {
    return status === undefined || status === '' ? '' : ` (${status})`;
}
function shortened(text) {
    return text.length <= LONGEST_DESCRIPTION
        ? text
        : `${text.slice(0, LONGEST_DESCRIPTION - 1).replace(/\p{Cs}$/u, '')}…`;
}

;// CONCATENATED MODULE: ./lib/github/status-report.js




const PENDING_MS = 20_000;
const ATTEMPT_MS = 2300;
const GRACE_MS = 1500;
class StatusReport {
    #ports;
    #place;
    #replaced = new AbortController();
    #pending;
    constructor(ports, place) {
        this.#ports = ports;
        this.#place = place;
    }
    begin(facts) {
        const { clock } = this.#ports;
        const { context } = this.#place;
        this.#leave(cutOffStatus(context, facts));
        this.#pending = this.#set(pendingStatus(context, facts), clock.nowMs() + PENDING_MS, this.#replaced.signal).then((reply) => this.#isRefused(reply));
    }
    async finish(facts, untilMs) {
        const status = finalStatus(this.#place.context, facts, this.#place.fallbackUrl);
        this.#leave(status);
        if (await this.#endPending(untilMs))
            return this.#settle();
        const reply = await this.#set(status, untilMs);
        if (reply.kind === 'good' || this.#isRefused(reply))
            return this.#settle();
        this.#ports.runner.info(`${this.#what()} yet: ${reply.message}. The post step tries again.`);
    }
    async #endPending(untilMs) {
        if (this.#pending === undefined)
            return false;
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
            return (0,limit/* persistently */.p)(clock, ATTEMPT_MS, (each) => api.createStatus(this.#place.sha, status, each), signal);
        };
        return (0,limit/* within */.u)(clock, untilMs, send, stop);
    }
    #leave(status) {
        const { apiUrl, repository } = this.#place.access;
        const saved = { apiUrl, repository, sha: this.#place.sha, status };
        this.#ports.runner.saveState(reports/* savedStatusName */.BY, JSON.stringify(saved));
    }
    #settle() {
        this.#ports.runner.saveState(reports/* savedStatusName */.BY, '');
    }
    #isRefused(reply) {
        if (reply.kind === 'good' || !isLasting(reply.cause))
            return false;
        this.#ports.runner.warning((0,failures/* describeFailure */.I)(this.#what(), reply, 'statuses: write'));
        return true;
    }
    #what() {
        return notSet(this.#place.context, this.#place.sha);
    }
}
function notSet(context, sha) {
    return `The commit status \`${context}\` on ${sha.slice(0, 7)} could not be set`;
}
function isLasting(cause) {
    switch (cause) {
        case 'not_allowed':
        case 'not_found':
        case 'refused':
            return true;
        case 'rate_limited':
        case 'unavailable':
            return false;
    }
}


/***/ }),

/***/ 9074:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ verdictWords),
/* harmony export */   p: () => (/* binding */ durationMs)
/* harmony export */ });
/* harmony import */ var _core_duration_format_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9567);

function verdictWords({ conclusion, runNoun, timeoutMs }) {
    switch (conclusion) {
        case 'success':
            return 'Succeeded';
        case 'failure':
            return 'Failed';
        case 'terminated':
            return 'Terminated';
        case 'timed_out':
            return timeoutMs === undefined ? 'Timed out' : `Timed out after ${(0,_core_duration_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a)(timeoutMs)}`;
        case 'cancelled':
            return 'Cancelled';
        case 'lost':
            return 'Lost sight of the run';
        case 'pending':
            return 'Started, not waited for';
        case 'not_started':
            return `No ${runNoun} was started`;
        case 'unknown':
            return `Unknown whether a ${runNoun} was started`;
        case 'action_required':
            return 'A person has to act';
    }
}
function durationMs({ startedAtMs, endedAtMs }) {
    return startedAtMs === undefined || endedAtMs === undefined ? undefined : Math.max(0, endedAtMs - startedAtMs);
}


/***/ })

};
