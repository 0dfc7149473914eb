export const id = 847;
export const ids = [847];
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

/***/ 2847:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openGithub: () => (/* binding */ openGithub)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 24 modules
var github = __webpack_require__(2218);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(7934);
// EXTERNAL MODULE: ./lib/github/api.js
var api = __webpack_require__(7671);
;// CONCATENATED MODULE: ./lib/runtime/octokit-failures.js


const LONGEST_WORDS = 200;
const httpError = dist/* object */.Ikc({
    status: dist/* number */.aig(),
    response: dist/* object */.Ikc({
        headers: dist/* record */.g1P(dist/* string */.YjP(), dist/* unknown */.L5J()),
        data: dist/* fallback */.NpB(dist/* object */.Ikc({ message: dist/* fallback */.NpB(dist/* string */.YjP(), '') }), { message: '' }),
    }),
});
const graphqlError = dist/* object */.Ikc({
    errors: dist/* array */.YOg(dist/* object */.Ikc({ type: dist/* fallback */.NpB(dist/* string */.YjP(), ''), message: dist/* fallback */.NpB(dist/* string */.YjP(), '') })),
});
const unreadable = (0,api/* failed */.g)('unavailable', "GitHub's answer could not be read");
function failureOf(error) {
    const answered = dist/* safeParse */.xLC(httpError, error);
    if (answered.success)
        return fromAnswer(answered.output);
    const told = dist/* safeParse */.xLC(graphqlError, error);
    if (told.success) {
        const [first] = told.output.errors;
        return (0,api/* failed */.g)(graphqlCause(first?.type ?? ''), `GitHub answered ${words(first?.message ?? 'with an error')}`);
    }
    return (0,api/* failed */.g)('unavailable', `GitHub could not be asked (${words(describe(error))})`);
}
function fromAnswer({ status, response: { headers, data } }) {
    const text = data.message === '' ? `${status}` : `${status} (${words(data.message)})`;
    const cause = isRateLimited(status, headers, data.message) ? 'rate_limited' : causeOf(status);
    return (0,api/* failed */.g)(cause, `GitHub answered ${text}${cause === 'rate_limited' ? `, which is its rate limit${until(headers)}` : ''}`);
}
function isRateLimited(status, headers, message) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers || /rate limit/i.test(message);
}
function until(headers) {
    const { 'retry-after': seconds, 'x-ratelimit-reset': epochSeconds } = headers;
    if (typeof seconds === 'string' && /^\d{1,9}$/.test(seconds))
        return `; it asks to wait ${seconds} s`;
    if (typeof epochSeconds !== 'string' || !/^\d{1,11}$/.test(epochSeconds))
        return '';
    return ` until ${new Date(Number(epochSeconds) * 1000).toISOString()}`;
}
function causeOf(status) {
    if (status === 401 || status === 403)
        return 'not_allowed';
    if (status === 404)
        return 'not_found';
    return status >= 500 || status === 408 ? 'unavailable' : 'refused';
}
function graphqlCause(type) {
    if (/^RATE_LIMIT/.test(type))
        return 'rate_limited';
    return type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES' ? 'not_allowed' : 'unavailable';
}
function describe(error) {
    if (!(error instanceof Error))
        return String(error);
    return error.name === 'AbortError' ? 'called off' : error.message;
}
function words(text) {
    const line = text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
    return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS)}…`;
}

;// CONCATENATED MODULE: ./lib/runtime/octokit.js




const USER_AGENT = 'run-job-and-wait';
const PER_PAGE = 100;
const noop = () => undefined;
const silent = { debug: noop, info: noop, warn: noop, error: noop };
const comments = dist/* array */.YOg(dist/* pipe */.FsL(dist/* object */.Ikc({ id: dist/* number */.aig(), body: dist/* nullish */.cl6(dist/* string */.YjP(), ''), user: dist/* nullish */.cl6(dist/* object */.Ikc({ login: dist/* string */.YjP() })) }), dist/* transform */.pdi(({ id, body, user }) => ({ id, body, author: user?.login ?? '' }))));
const pulls = dist/* array */.YOg(dist/* pipe */.FsL(dist/* object */.Ikc({
    number: dist/* number */.aig(),
    head: dist/* object */.Ikc({ sha: dist/* string */.YjP(), repo: dist/* nullish */.cl6(dist/* object */.Ikc({ full_name: dist/* string */.YjP() })) }),
}), dist/* transform */.pdi(({ number, head }) => ({ number, headSha: head.sha, headRepository: head.repo?.full_name ?? '' }))));
const viewer = dist/* object */.Ikc({ viewer: dist/* object */.Ikc({ login: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()) }) });
function openGithub({ apiUrl, token, repository }) {
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl, userAgent: USER_AGENT, log: silent });
    const [owner = '', repo = ''] = repository.split('/');
    const at = (signal) => ({ owner, repo, request: { signal, redirect: 'error', log: silent } });
    return {
        createStatus: (sha, { context, state, description, targetUrl }, signal) => done(() => octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
            ...at(signal),
            ...{ sha, context, state, description },
            ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
        })),
        whoAmI: async (signal) => {
            const { request } = at(signal);
            const asked = await ask(async () => ({
                data: await octokit.graphql('{viewer{login}}', { request }),
                headers: {},
            }));
            const read = readAs(viewer, asked);
            return read.kind === 'good' ? (0,api/* good */.u)(read.value.data.viewer.login) : read;
        },
        listComments: (issue_number, page, signal) => list(comments, () => octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...at(signal),
            ...{ issue_number, page, per_page: PER_PAGE },
        })),
        createComment: (issue_number, body, signal) => done(() => octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...at(signal),
            ...{ issue_number, body },
        })),
        updateComment: (comment_id, body, signal) => done(() => octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            ...at(signal),
            ...{ comment_id, body },
        })),
        deleteComment: (comment_id, signal) => done(() => octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', { ...at(signal), comment_id })),
        listOpenPulls: (head, page, signal) => list(pulls, () => octokit.request('GET /repos/{owner}/{repo}/pulls', {
            ...at(signal),
            ...{ state: 'open', head: `${head.owner}:${head.branch}`, page, per_page: PER_PAGE },
        })),
    };
}
async function ask(send) {
    try {
        return (0,api/* good */.u)(await send());
    }
    catch (error) {
        return failureOf(error);
    }
}
async function done(send) {
    const reply = await ask(send);
    return reply.kind === 'good' ? (0,api/* good */.u)(undefined) : reply;
}
async function list(schema, send) {
    const reply = readAs(schema, await ask(send));
    if (reply.kind === 'failed')
        return reply;
    return (0,api/* good */.u)({ items: reply.value.data, hasMore: /rel="next"/.test(reply.value.headers.link ?? '') });
}
function readAs(schema, reply) {
    if (reply.kind === 'failed')
        return reply;
    const read = dist/* safeParse */.xLC(schema, reply.value.data);
    return read.success ? (0,api/* good */.u)({ data: read.output, headers: reply.value.headers }) : unreadable;
}


/***/ })

};
