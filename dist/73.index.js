export const id = 73;
export const ids = [73];
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

/***/ 1073:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createReports: () => (/* binding */ createReports)
});

// EXTERNAL MODULE: ./lib/github/api.js
var github_api = __webpack_require__(7671);
// EXTERNAL MODULE: ./lib/core/duration-format.js
var duration_format = __webpack_require__(9567);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/github/marker.js

const NAME = 'run-job-and-wait';
function keyOf({ workflow, job, step, platform, target, context }) {
    const parts = [workflow, job, step, platform, lasting(target), context];
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
function lasting(target) {
    const entries = Object.entries(target).sort(([one], [other]) => (one < other ? -1 : 1));
    const kept = entries.filter(([name]) => name !== 'deploymentId');
    return kept.map(([name, value]) => [name, value]);
}
function writeMarker({ key, runId, sha }) {
    return `${startOf(key)}run=${runId} commit=${sha ?? '-'} -->`;
}
function readMarker(body, key) {
    if (!body.startsWith(startOf(key)))
        return undefined;
    const match = /^run=(\d{1,15}) commit=([0-9a-f]{40,64}|-) -->/i.exec(body.slice(startOf(key).length));
    if (match === null)
        return { key, runId: 0 };
    const [, runId = '0', sha = '-'] = match;
    return { key, runId: Number(runId), ...(sha === '-' ? {} : { sha }) };
}
function startOf(key) {
    return `<!-- ${NAME} key=${key} `;
}

// EXTERNAL MODULE: ./lib/github/words.js
var words = __webpack_require__(9074);
;// CONCATENATED MODULE: ./lib/github/comment.js



function commentBody(facts, marker, workflow) {
    const { runId, status } = facts;
    const run = runId === undefined ? '' : `: ${facts.platform} ${facts.runNoun} ${comment_link(facts.runUrl, code(runId))}`;
    const lines = [
        `### ${sign(facts.conclusion)} ${(0,words/* verdictWords */.L)(facts)}${run}`,
        '',
        status === undefined ? '' : `- Status: ${code(status)}`,
        ...times(facts),
        `- Commit: ${marker.sha === undefined ? 'not known' : code(marker.sha)}`,
        `- Workflow run: ${comment_link(workflow.url, code(String(workflow.id)))}, attempt ${code(workflow.attempt)}, job ${code(workflow.job)}`,
    ];
    return [writeMarker(marker), ...lines.filter((line, index) => line !== '' || index === 1)].join('\n');
}
function sign(conclusion) {
    switch (conclusion) {
        case 'success':
            return '✅';
        case 'failure':
        case 'terminated':
            return '❌';
        case 'pending':
            return '⏳';
        case 'timed_out':
        case 'cancelled':
        case 'lost':
        case 'not_started':
        case 'unknown':
        case 'action_required':
            return '⚠️';
    }
}
function times(facts) {
    const tookMs = (0,words/* durationMs */.p)(facts);
    const took = tookMs === undefined ? '' : `, after ${(0,duration_format/* formatDuration */.a)(tookMs)}`;
    return [
        facts.startedAtMs === undefined ? '' : `- Started: ${isoSeconds(facts.startedAtMs)}`,
        facts.endedAtMs === undefined ? '' : `- Ended: ${isoSeconds(facts.endedAtMs)}${took}`,
    ];
}
function isoSeconds(epochMs) {
    return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
function comment_link(url, content) {
    return url === undefined ? content : `<a href="${asReferences(url)}">${content}</a>`;
}
function code(text) {
    return `<code>${asReferences(text)}</code>`;
}
function asReferences(text) {
    return text.replace(/[^A-Za-z0-9]/gu, (character) => `&#${character.codePointAt(0)};`);
}

;// CONCATENATED MODULE: ./lib/github/comments.js


async function keepComment(api, pull, draft, signal) {
    const found = await findOwn(api, pull, draft.marker.key, signal);
    if (found.kind === 'failed')
        return found;
    if (found.value.length > 0)
        return bringUpToDate(api, pull, found.value, draft, signal);
    if (!draft.mayCreate)
        return (0,github_api/* good */.u)('none');
    const created = await create(api, pull, draft, signal);
    if (created.kind === 'failed')
        return created;
    const again = await findOwn(api, pull, draft.marker.key, signal);
    if (again.kind === 'failed' || again.value.length < 2)
        return created;
    return bringUpToDate(api, pull, again.value, draft, signal);
}
async function bringUpToDate(api, pull, own, draft, signal) {
    const [kept, ...surplus] = [...own].sort((one, other) => other.marker.runId - one.marker.runId || one.id - other.id);
    if (kept === undefined)
        return (0,github_api/* good */.u)('none');
    for (const { id } of surplus) {
        const deleted = await api.deleteComment(id, signal);
        if (deleted.kind === 'failed' && deleted.cause !== 'not_found')
            return deleted;
    }
    if (isLater(kept.marker, draft.marker))
        return (0,github_api/* good */.u)('newer');
    if (kept.body === draft.body)
        return (0,github_api/* good */.u)('updated');
    const updated = await api.updateComment(kept.id, draft.body, signal);
    if (updated.kind === 'good')
        return (0,github_api/* good */.u)('updated');
    if (updated.cause === 'not_found' && draft.mayCreate)
        return create(api, pull, draft, signal);
    return updated.cause === 'not_found' ? (0,github_api/* good */.u)('none') : updated;
}
function isLater(kept, draft) {
    return kept.runId > draft.runId && kept.sha !== draft.sha;
}
async function create(api, pull, draft, signal) {
    const created = await api.createComment(pull, draft.body, signal);
    return created.kind === 'good' ? (0,github_api/* good */.u)('created') : created;
}
async function findOwn(api, pull, key, signal) {
    let self;
    for (let page = 1;; page++) {
        const listed = await api.listComments(pull, page, signal);
        if (listed.kind === 'failed')
            return listed;
        const marked = listed.value.items.flatMap(({ id, author, body }) => {
            const marker = readMarker(body, key);
            return marker === undefined ? [] : [{ id, author, body, marker }];
        });
        if (marked.length > 0 && self === undefined) {
            const asked = await api.whoAmI(signal);
            if (asked.kind === 'failed')
                return unknownSelf(asked);
            self = asked.value;
        }
        const own = marked.filter(({ author }) => isSame(author, self));
        if (own.length > 0 || !listed.value.hasMore)
            return (0,github_api/* good */.u)(own);
    }
}
function unknownSelf({ cause, message }) {
    return (0,github_api/* failed */.g)(cause, `there is a comment with this step's marker, but GitHub does not tell whether it is ours (${message})`);
}
function isSame(author, self) {
    return author !== '' && author.toLowerCase() === self?.toLowerCase();
}

// EXTERNAL MODULE: ./lib/github/failures.js
var failures = __webpack_require__(232);
// EXTERNAL MODULE: ./lib/github/limit.js
var limit = __webpack_require__(9512);
;// CONCATENATED MODULE: ./lib/github/pulls.js

async function findPull(api, source, signal) {
    switch (source.kind) {
        case 'number':
            return (0,github_api/* good */.u)({ kind: 'pull', number: source.number });
        case 'none':
            return (0,github_api/* good */.u)({ kind: 'none' });
        case 'by_head':
            return byHead(api, source.head, signal);
    }
}
const MOST_PAGES = 5;
async function byHead(api, head, signal) {
    const numbers = new Set();
    for (let page = 1; page <= MOST_PAGES; page++) {
        const listed = await api.listOpenPulls(head, page, signal);
        if (listed.kind === 'failed')
            return listed;
        for (const { number, headSha, headRepository } of listed.value.items) {
            const isOurs = headSha === head.sha && headRepository.toLowerCase() === head.repository.toLowerCase();
            if (isOurs)
                numbers.add(number);
        }
        if (!listed.value.hasMore)
            break;
    }
    const [number] = numbers;
    if (number !== undefined && numbers.size === 1)
        return (0,github_api/* good */.u)({ kind: 'pull', number });
    const count = numbers.size === 0 ? 'No open pull request has' : `${numbers.size} open pull requests have`;
    return (0,github_api/* good */.u)({ kind: 'unclear', why: `${count} ${head.sha} of ${head.repository} as head` });
}

;// CONCATENATED MODULE: ./lib/github/comment-report.js






const ATTEMPT_MS = 4400;
async function reportComment({ clock, runner, open }, place, facts, untilMs) {
    const { marker, workflow, mode } = place;
    const body = commentBody(facts, marker, workflow);
    const draft = { marker, body, mayCreate: mode === 'always' || isBad(facts) };
    const reply = await (0,limit/* within */.u)(clock, untilMs, async (signal) => {
        const api = await open();
        return (0,limit/* persistently */.p)(clock, ATTEMPT_MS, (each) => comment(api, place.pull, draft, each), signal);
    });
    const what = 'The comment on the pull request could not be brought up to date';
    if (reply.kind === 'failed')
        runner.warning((0,failures/* describeFailure */.I)(what, reply, 'pull-requests: write'));
    else if (reply.value.kind === 'unclear')
        runner.warning(`No pull request to comment on: ${reply.value.why}.`);
    else
        runner.info(ending(reply.value));
}
async function comment(api, source, draft, signal) {
    const pull = await findPull(api, source, signal);
    if (pull.kind === 'failed')
        return pull;
    if (pull.value.kind !== 'pull')
        return (0,github_api/* good */.u)(pull.value);
    const kept = await keepComment(api, pull.value.number, draft, signal);
    return kept.kind === 'failed' ? kept : (0,github_api/* good */.u)({ kind: 'kept', kept: kept.value });
}
function ending(end) {
    if (end.kind === 'none')
        return 'No comment was written: the event is not about a pull request.';
    switch (end.kept) {
        case 'created':
            return 'Commented on the pull request.';
        case 'updated':
            return 'The comment on the pull request is up to date.';
        case 'newer':
            return 'The comment on the pull request tells of a later run, and was left as it is.';
        case 'none':
            return 'No comment was written: there is no failure to tell of.';
    }
}
function isBad({ conclusion }) {
    switch (conclusion) {
        case 'success':
        case 'pending':
            return false;
        case 'failure':
        case 'terminated':
        case 'timed_out':
        case 'cancelled':
        case 'lost':
        case 'not_started':
        case 'unknown':
        case 'action_required':
            return true;
    }
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
;// CONCATENATED MODULE: ./lib/github/event.js

const sha = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i));
const issueNumber = dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b(), dist/* minValue */.Wwf(1));
const pullEvent = dist/* object */.Ikc({ pull_request: dist/* object */.Ikc({ number: issueNumber, head: dist/* object */.Ikc({ sha }) }) });
const commentEvent = dist/* object */.Ikc({ issue: dist/* object */.Ikc({ number: issueNumber, pull_request: dist/* looseObject */._H3({}) }) });
const workflowRun = dist/* object */.Ikc({ workflow_run: dist/* object */.Ikc({ head_sha: sha }) });
const workflowRunHead = dist/* object */.Ikc({
    workflow_run: dist/* object */.Ikc({
        head_sha: sha,
        head_branch: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()),
        head_repository: dist/* object */.Ikc({
            full_name: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()),
            owner: dist/* object */.Ikc({ login: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()) }),
        }),
    }),
});
function readEvent(env, payload) {
    const own = dist/* safeParse */.xLC(sha, env.GITHUB_SHA);
    const pull = dist/* safeParse */.xLC(pullEvent, payload);
    if (pull.success) {
        const { number, head } = pull.output.pull_request;
        return { sha: head.sha, pull: { kind: 'number', number } };
    }
    if (env.GITHUB_EVENT_NAME === 'workflow_run')
        return readWorkflowRun(payload);
    const known = own.success ? { sha: own.output } : {};
    const comment = dist/* safeParse */.xLC(commentEvent, payload);
    if (comment.success)
        return { ...known, pull: { kind: 'number', number: comment.output.issue.number } };
    return { ...known, pull: { kind: 'none' } };
}
function readWorkflowRun(payload) {
    const run = dist/* safeParse */.xLC(workflowRun, payload);
    const whole = dist/* safeParse */.xLC(workflowRunHead, payload);
    const known = run.success ? { sha: run.output.workflow_run.head_sha } : {};
    if (!whole.success)
        return { ...known, pull: { kind: 'none' } };
    const { head_sha, head_branch, head_repository } = whole.output.workflow_run;
    const head = {
        repository: head_repository.full_name,
        owner: head_repository.owner.login,
        branch: head_branch,
        sha: head_sha,
    };
    return { ...known, pull: { kind: 'by_head', head } };
}

// EXTERNAL MODULE: ./lib/outputs.js
var outputs = __webpack_require__(5077);
;// CONCATENATED MODULE: ./lib/github/facts.js

const LONGEST_ID = 200;
const LONGEST_STATUS = 60;
const LONGEST_URL = 1024;
function factsOf(outcome, names, blot) {
    const conclusion = (0,outputs/* conclusionOf */.vu)(outcome);
    switch (outcome.kind) {
        case 'not_started':
        case 'unknown':
            return { ...names, conclusion };
        case 'timed_out':
            return { ...names, conclusion, timeoutMs: outcome.timeoutMs, ...runFacts(outcome.run, outcome.last, blot) };
        case 'ended':
        case 'cancelled':
        case 'lost':
        case 'pending':
        case 'action_required':
            return { ...names, conclusion, ...runFacts(outcome.run, outcome.last, blot) };
    }
}
function runFacts(run, last, blot) {
    const runUrl = run === undefined ? undefined : harmlessUrl(run.runUrl, blot);
    return {
        ...(run === undefined ? {} : { runId: plain(run.runId, LONGEST_ID, blot) }),
        ...(runUrl === undefined ? {} : { runUrl }),
        ...(last === undefined ? {} : { status: plain(last.status, LONGEST_STATUS, blot) }),
        ...(isTime(last?.startedAtMs) ? { startedAtMs: last.startedAtMs } : {}),
        ...(isTime(last?.endedAtMs) ? { endedAtMs: last.endedAtMs } : {}),
    };
}
function plain(text, longest, blot) {
    const line = blot(text)
        .toWellFormed()
        .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Z}]+/gu, ' ')
        .trim();
    const characters = [...line];
    return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
function harmlessUrl(text, blot) {
    const url = URL.parse(text);
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
        return undefined;
    return url.href.length <= LONGEST_URL && blot(url.href) === url.href ? url.href : undefined;
}
function isTime(epochMs) {
    return epochMs !== undefined && Math.abs(epochMs) <= 8.64e15;
}

// EXTERNAL MODULE: ./lib/github/place.js
var github_place = __webpack_require__(1904);
// EXTERNAL MODULE: ./lib/github/status-report.js + 1 modules
var status_report = __webpack_require__(5111);
;// CONCATENATED MODULE: ./lib/github/index.js






function createReports(ports, context) {
    const { runner, env, blot } = ports;
    const event = readEvent(env, context.payload);
    const open = once(() => ports.open({ ...(0,github_place/* accessOf */.YK)(env), token: context.settings.token }));
    const shared = { clock: ports.clock, runner, open };
    const status = statusReport(shared, env, context, event);
    const place = commentPlace(env, context, event);
    return {
        begin(run) {
            if (status === undefined)
                void open().catch(() => undefined);
            status?.begin({ ...context.names, conclusion: 'pending', ...runFacts(run, undefined, blot) });
        },
        async finish(outcome, untilMs) {
            const facts = factsOf(outcome, context.names, blot);
            await Promise.all([
                status?.finish(facts, untilMs),
                place === undefined ? undefined : reportComment(shared, place, facts, untilMs),
            ]);
        },
    };
}
function statusReport(ports, env, { settings }, { sha }) {
    const { commitStatus: context } = settings;
    if (context === undefined)
        return undefined;
    if (sha === undefined) {
        ports.runner.warning(`The commit status \`${context}\` could not be set: the event names no commit.`);
        return undefined;
    }
    const fallbackUrl = (0,github_place/* workflowRunUrl */.CX)(env);
    const place = { access: (0,github_place/* accessOf */.YK)(env), sha, context };
    return new status_report/* StatusReport */.L(ports, fallbackUrl === undefined ? place : { ...place, fallbackUrl });
}
function commentPlace(env, context, { sha, pull }) {
    const { settings, platform, target } = context;
    if (settings.prComment === 'never')
        return undefined;
    const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = env;
    const key = keyOf({ workflow, job, step, platform, target, context: settings.commitStatus ?? '' });
    const url = (0,github_place/* workflowRunUrl */.CX)(env);
    const runId = Number(env.GITHUB_RUN_ID) || 0;
    return {
        mode: settings.prComment,
        pull,
        marker: { key, runId, ...(sha === undefined ? {} : { sha }) },
        workflow: { id: runId, attempt: env.GITHUB_RUN_ATTEMPT ?? '', job, ...(url === undefined ? {} : { url }) },
    };
}
function once(make) {
    let made;
    return () => {
        made ??= make();
        return made;
    };
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
