export const id = 706;
export const ids = [706];
export const modules = {

/***/ 5159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ failed),
/* harmony export */   u: () => (/* binding */ good)
/* harmony export */ });
// src/github/api.ts
function good(value) {
  return { kind: "good", value };
}
function failed(cause, message) {
  return { kind: "failed", cause, message };
}




/***/ }),

/***/ 9325:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openGithub: () => (/* binding */ openGithub)
/* harmony export */ });
/* harmony import */ var _chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5159);
/* harmony import */ var _chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2239);
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2218);



// src/runtime/octokit.ts


// src/runtime/octokit-failures.ts
var LONGEST_WORDS = 200;
var httpError = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
  status: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .number */ .ai)(),
  response: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
    headers: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5)()),
    data: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .fallback */ .Np)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ message: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .fallback */ .Np)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), "") }), { message: "" })
  })
});
var graphqlError = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
  errors: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YO)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ type: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .fallback */ .Np)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), ""), message: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .fallback */ .Np)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), "") }))
});
var unreadable = (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .failed */ .g)("unavailable", "GitHub's answer could not be read");
function failureOf(error) {
  const answered = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xL)(httpError, error);
  if (answered.success) return fromAnswer(answered.output);
  const told = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xL)(graphqlError, error);
  if (told.success) {
    const [first] = told.output.errors;
    return (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .failed */ .g)(graphqlCause(first?.type ?? ""), `GitHub answered ${words(first?.message ?? "with an error")}`);
  }
  return (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .failed */ .g)("unavailable", `GitHub could not be asked (${words(describe(error))})`);
}
function fromAnswer({ status, response: { headers, data } }) {
  const text = data.message === "" ? `${status}` : `${status} (${words(data.message)})`;
  const cause = isRateLimited(status, headers, data.message) ? "rate_limited" : causeOf(status);
  return (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .failed */ .g)(
    cause,
    `GitHub answered ${text}${cause === "rate_limited" ? `, which is its rate limit${until(headers)}` : ""}`
  );
}
function isRateLimited(status, headers, message) {
  if (status === 429) return true;
  if (status !== 403) return false;
  return headers["x-ratelimit-remaining"] === "0" || "retry-after" in headers || /rate limit/i.test(message);
}
function until(headers) {
  const { "retry-after": seconds, "x-ratelimit-reset": epochSeconds } = headers;
  if (typeof seconds === "string" && /^\d{1,9}$/.test(seconds)) return `; it asks to wait ${seconds} s`;
  if (typeof epochSeconds !== "string" || !/^\d{1,11}$/.test(epochSeconds)) return "";
  return ` until ${new Date(Number(epochSeconds) * 1e3).toISOString()}`;
}
function causeOf(status) {
  if (status === 401 || status === 403) return "not_allowed";
  if (status === 404) return "not_found";
  return status >= 500 || status === 408 ? "unavailable" : "refused";
}
function graphqlCause(type) {
  if (/^RATE_LIMIT/.test(type)) return "rate_limited";
  return type === "FORBIDDEN" || type === "INSUFFICIENT_SCOPES" ? "not_allowed" : "unavailable";
}
function describe(error) {
  if (!(error instanceof Error)) return String(error);
  return error.name === "AbortError" ? "called off" : error.message;
}
function words(text) {
  const line = text.replace(/[\p{Cc}\p{Z}]+/gu, " ").trim();
  return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS)}\u2026`;
}

// src/runtime/octokit.ts
var USER_AGENT = "run-job-and-wait";
var PER_PAGE = 100;
var noop = () => void 0;
var silent = { debug: noop, info: noop, warn: noop, error: noop };
var comments = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YO)(
  (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .Fs)(
    (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ id: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .number */ .ai)(), body: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), ""), user: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ login: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)() })) }),
    (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pd)(({ id, body, user }) => ({ id, body, author: user?.login ?? "" }))
  )
);
var pulls = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YO)(
  (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .Fs)(
    (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({
      number: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .number */ .ai)(),
      head: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ sha: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), repo: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ full_name: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)() })) })
    }),
    (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pd)(({ number: number2, head }) => ({ number: number2, headSha: head.sha, headRepository: head.repo?.full_name ?? "" }))
  )
);
var viewer = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ viewer: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ik)({ login: (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .Fs)((0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .string */ .Yj)(), (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .nonEmpty */ .hq)()) }) });
function openGithub({ apiUrl, token, repository }) {
  const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_1__/* .getOctokit */ .Q)(token, { baseUrl: apiUrl, userAgent: USER_AGENT, log: silent });
  const [owner = "", repo = ""] = repository.split("/");
  const at = (signal) => ({ owner, repo, request: { signal, redirect: "error", log: silent } });
  return {
    createStatus: (sha, { context, state, description, targetUrl }, signal) => done(
      () => octokit.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
        ...at(signal),
        ...{ sha, context, state, description },
        ...targetUrl === void 0 ? {} : { target_url: targetUrl }
      })
    ),
    // GET /user is closed to the tokens of apps, the job's own among them; `viewer` is not, and gives `name[bot]` for these.
    whoAmI: async (signal) => {
      const { request } = at(signal);
      const asked = await ask(async () => ({
        data: await octokit.graphql("{viewer{login}}", { request }),
        headers: {}
      }));
      const read = readAs(viewer, asked);
      return read.kind === "good" ? (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .good */ .u)(read.value.data.viewer.login) : read;
    },
    listComments: (issue_number, page, signal) => list(
      comments,
      () => octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...at(signal),
        ...{ issue_number, page, per_page: PER_PAGE }
      })
    ),
    createComment: (issue_number, body, signal) => done(
      () => octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...at(signal),
        ...{ issue_number, body }
      })
    ),
    updateComment: (comment_id, body, signal) => done(
      () => octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...at(signal),
        ...{ comment_id, body }
      })
    ),
    deleteComment: (comment_id, signal) => done(
      () => octokit.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...at(signal), comment_id })
    ),
    listOpenPulls: (head, page, signal) => list(
      pulls,
      () => octokit.request("GET /repos/{owner}/{repo}/pulls", {
        ...at(signal),
        ...{ state: "open", head: `${head.owner}:${head.branch}`, page, per_page: PER_PAGE }
      })
    )
  };
}
async function ask(send) {
  try {
    return (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .good */ .u)(await send());
  } catch (error) {
    return failureOf(error);
  }
}
async function done(send) {
  const reply = await ask(send);
  return reply.kind === "good" ? (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .good */ .u)(void 0) : reply;
}
async function list(schema, send) {
  const reply = readAs(schema, await ask(send));
  if (reply.kind === "failed") return reply;
  return (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .good */ .u)({ items: reply.value.data, hasMore: /rel="next"/.test(reply.value.headers.link ?? "") });
}
function readAs(schema, reply) {
  if (reply.kind === "failed") return reply;
  const read = (0,_chunk_QZ2R6IVL_js__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xL)(schema, reply.value.data);
  return read.success ? (0,_chunk_2C7MPTBK_js__WEBPACK_IMPORTED_MODULE_2__/* .good */ .u)({ data: read.output, headers: reply.value.headers }) : unreadable;
}



/***/ })

};
