export const id = 261;
export const ids = [261];
export const modules = {

/***/ 418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EC: () => (/* binding */ preformatted),
/* harmony export */   Ed: () => (/* binding */ Html),
/* harmony export */   Wm: () => (/* binding */ headingOf),
/* harmony export */   _b: () => (/* binding */ mermaidLabel),
/* harmony export */   aL: () => (/* binding */ words),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   fh: () => (/* binding */ quotation),
/* harmony export */   oR: () => (/* binding */ joined),
/* harmony export */   qy: () => (/* binding */ html),
/* harmony export */   tp: () => (/* binding */ assembled),
/* harmony export */   u_: () => (/* binding */ runLine),
/* harmony export */   wg: () => (/* binding */ pageLink)
/* harmony export */ });
/* harmony import */ var _chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5763);
/* harmony import */ var _chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5543);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;



// src/text/html.ts
var Html = class {
  source;
  constructor(source) {
    this.source = source;
  }
};
var LONGEST_INLINE = 300;
function html(parts, ...pieces) {
  const sources = pieces.map((piece) => typeof piece === "string" ? code(piece).source : String(sourceOf(piece)));
  return new Html(parts.map((part, at) => `${part}${sources[at] ?? ""}`).join(""));
}
function sourceOf(piece) {
  return piece instanceof Html ? piece.source : piece;
}
function joined(pieces, between) {
  return new Html(pieces.map((piece) => piece.source).join(between));
}
function words(text) {
  return new Html((0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkup */ .M)(text));
}
function code(text, longest = LONGEST_INLINE) {
  const lines = cleaned(text).split("\n").map((line2) => line2.trim());
  const line = (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_2__/* .cutAtWord */ .QI)(lines.filter((each) => each !== "").join(" "), longest);
  return line === "" ? new Html("\u2013") : new Html(`<code>${(0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkup */ .M)(line)}</code>`);
}
function quotation(text, longest) {
  const lines = (0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_2__/* .cutAtWord */ .QI)(cleaned(text).trim(), longest).split("\n");
  const shown = lines.map((line) => line.trim() === "" ? "" : `<code>${(0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkup */ .M)(line)}</code>`);
  return new Html(`<blockquote>${shown.join("<br>\n")}</blockquote>`);
}
function preformatted(lines, longest) {
  const shown = lines.map((line) => (0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkup */ .M)((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_2__/* .cutAtWord */ .QI)(cleaned(line), longest)));
  return new Html(`<pre>
${shown.join("\n")}</pre>`);
}
function link(url, label) {
  const address = URL.canParse(url) ? new URL(url) : void 0;
  const isPage = address !== void 0 && /^https?:/.test(address.protocol) && address.username === "";
  return isPage ? new Html(`<a href="${(0,_chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkup */ .M)(address.href)}">${label.source}</a>`) : html`${label}: ${url}`;
}
function mermaidLabel(text) {
  const label = cleaned(text).replace(/[^\p{L}\p{N}_-]+/gu, " ").trim();
  return [...label].slice(0, 40).join("").replaceAll(" ", "\xB7") || "\xB7";
}
var LONGEST_LOOKED_AT = 512 * 1024;
function cleaned(text) {
  const shown = (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutTerminalSequences */ .$u)((0,_chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_2__/* .cutAtWord */ .QI)(text, LONGEST_LOOKED_AT).toWellFormed());
  return (0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutDirections */ .Jw)((0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutControls */ .DJ)((0,_chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_1__/* .withLineFeeds */ .gX)(shown)));
}

// src/summary/blocks.ts
function headingOf(verdict, { names, job, version, alias }) {
  const parts = [
    words(`${verdict}: ${names.platform} ${names.runNoun}`),
    ...job === void 0 ? [] : [html` of ${job}`],
    ...version === void 0 ? [] : [html`, version ${version}`],
    ...alias === void 0 ? [] : [html` (${alias})`]
  ];
  return html`<h3>${joined(parts, "")}</h3>`;
}
function runLine(run, names) {
  return html`<p><strong>${run.runId}</strong> · ${pageLink(run, names)}</p>`;
}
function pageLink(run, { platform, leadsToFrontPage }) {
  return link(
    run.runUrl,
    words(leadsToFrontPage ? `Open ${platform}\u2019s web app, and look for it there` : `Open in ${platform}`)
  );
}
function assembled(blocks) {
  return `${joined(blocks, "\n\n").source}
`;
}




/***/ }),

/***/ 1261:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderSummary: () => (/* binding */ renderSummary)
/* harmony export */ });
/* harmony import */ var _chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4279);
/* harmony import */ var _chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(954);
/* harmony import */ var _chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3712);
/* harmony import */ var _chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(418);
/* harmony import */ var _chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7461);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5162);
/* harmony import */ var _chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7428);
/* harmony import */ var _chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5763);
/* harmony import */ var _chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5082);
/* harmony import */ var _chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5543);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;











// src/summary/advice.ts
var MOST_CANDIDATES = 10;
var MOST_CONDITIONS = 50;
function adviceOn(outcome, names, longest) {
  switch (outcome.kind) {
    case "ended":
      return outcome.gate === void 0 ? [] : gateTable(outcome.gate);
    case "skipped": {
      const { run, status, isOdd } = outcome.inTheWay;
      const because = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`It was going already (${status}), and <code>if-running</code> is <code>skip</code>. Nothing was started.`;
      return [isOdd ? paragraph(because) : attach(run, because)];
    }
    case "timed_out":
      return afterTimeout(outcome, longest);
    case "cancelled":
      return afterCancel(outcome, names, longest);
    case "lost":
      return [
        (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>The run was started, but what becomes of it can’t be seen from here:</p>`,
        (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(outcome.reason, longest),
        outcome.isUnusable ? paragraph((0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<strong>Next:</strong> look for it on ${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(names.platform)}. It may still be going.`) : attach(outcome.run, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`It may still be going.`)
      ];
    case "pending":
      return [attach(outcome.run, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`It was started and, as <code>wait: false</code> says, not waited for.`)];
    case "not_started":
      return [
        ...faults(outcome.reason, longest),
        outcome.given === void 0 ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>No run of this step exists: it is safe to start it again.</p>` : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>Nothing was triggered: the step was to wait for ${outcome.given}.</p>`
      ];
    case "unknown":
      return afterDoubt(outcome, names, longest);
    case "action_required":
      return [
        attach(
          outcome.run,
          (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`The run waits for a person, and <code>on-input-required</code> is <code>fail</code>. It was left as it is: answer it first.`
        )
      ];
  }
}
function gateTable(gate) {
  const rows = gate.slice(0, MOST_CONDITIONS).map((judged) => {
    const found = judged.found.kind === "value" ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${(0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_0__/* .foundIn */ .QR)(judged)}` : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(judged.found.why);
    return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><td>${judged.text}</td><td>${found}</td><td>${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(judged.holds ? "\u2705 holds" : "\u274C rejected")}</td></tr>`;
  });
  const left = gate.length - rows.length;
  const more = left > 0 ? [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><td colspan="3">and ${left} more</td></tr>`] : [];
  const head = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><th align="left">Condition</th><th align="left">Found</th><th align="left">Gate</th></tr>`;
  return [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<table>\n${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .joined */ .oR)([head, ...rows, ...more], "\n")}\n</table>`];
}
function afterTimeout({ run, limit, timeoutMs, termination }, longest) {
  const what = limit === "timeout" ? "It was not over" : "It had not begun to work";
  const head = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(what)} after ${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)((0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(timeoutMs))} (<code>${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(limit)}</code>)`;
  switch (termination.kind) {
    case "not_requested":
      return [
        attach(run, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} and was left going.`),
        (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>To end a run that takes too long, set <code>on-timeout: terminate</code>.</p>`
      ];
    case "accepted":
      return [paragraph((0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head}; its termination was accepted.`)];
    case "already_ended":
      return [attach(run, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head}, but had ended by the time it was to be terminated.`)];
    case "failed":
      return [paragraph((0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} and could not be terminated:`), ...stillGoing(run, termination, longest)];
  }
}
function afterCancel({ run, trigger, termination }, names, longest) {
  const head = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`The runner told the step to stop.`;
  if (run === void 0) {
    return trigger === "not_sent" ? [paragraph((0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} No run was started.`)] : [
      paragraph(
        (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} The trigger was under way, and whether it started the ${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(names.runNoun)} is not known yet. The post step looks for it, and adds below what it finds.`
      )
    ];
  }
  switch (termination.kind) {
    case "not_requested":
      return [attach(run, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} The run was left going, as the inputs say.`)];
    case "accepted":
      return [paragraph((0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} The termination of the run was accepted.`)];
    case "already_ended":
      return [paragraph((0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} The run had ended already.`)];
    case "failed":
      return [
        paragraph(
          (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${head} The run could not be terminated yet. The post step tries again, and adds below what comes of it:`
        ),
        ...stillGoing(run, termination, longest)
      ];
  }
}
function stillGoing(run, { reason }, longest) {
  return [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(reason, longest), attach(run, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`It may still be going.`)];
}
function afterDoubt({ reason, candidates }, names, longest) {
  const noun = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(names.runNoun);
  const head = [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>It is not known whether the trigger started the ${noun}:</p>`, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(reason, longest)];
  const [first] = candidates;
  if (first === void 0) {
    return [
      ...head,
      (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p><strong>Next:</strong> look on ${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(names.platform)} before starting it again. If the ${noun} is there, wait for it by giving its name as <code>run-id</code>.</p>`
    ];
  }
  return [
    ...head,
    (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p><strong>It may be one of these.</strong> ${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .pageLink */ .wg)(first.handle, names)}</p>`,
    candidateTable(candidates),
    (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p><strong>Next:</strong> if one of them is this step’s, wait for it by giving its name as <code>run-id</code>; if none is, look again before starting the step anew.</p>`
  ];
}
function candidateTable(candidates) {
  const rows = candidates.slice(0, MOST_CANDIDATES).map(
    ({ handle, status, createdAtMs }) => (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><td>${handle.runId}</td><td>${status}</td><td>${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)((0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_8__/* .utcTime */ .SK)(createdAtMs) || "\u2013")}</td></tr>`
  );
  const left = candidates.length - rows.length;
  const more = left > 0 ? [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><td colspan="3">and ${left} more</td></tr>`] : [];
  const head = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><th align="left">Name</th><th align="left">Status</th><th align="left">Created</th></tr>`;
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<table>\n${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .joined */ .oR)([head, ...rows, ...more], "\n")}\n</table>`;
}
function faults(reason, longest) {
  const lines = reason.split("\n");
  const items = lines.filter((line) => line.startsWith("- "));
  const rest = lines.filter((line) => !line.startsWith("- ")).join("\n");
  if (items.length === 0) return [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(reason, longest)];
  const list = items.map((line) => (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<li>${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)(line.slice(2), longest)}</li>`);
  return [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(rest, longest), (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<ul>\n${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .joined */ .oR)(list, "\n")}\n</ul>`];
}
function attach(run, because) {
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>${because}<br>\n<strong>Next:</strong> to wait for it, give ${run.runId} as <code>run-id</code>.</p>`;
}
function paragraph(sentence) {
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>${sentence}</p>`;
}

// src/summary/timeline.ts
var MOST_FIRST = 6;
var MOST_LAST = 6;
var LONGEST_MS = 35 * 864e5;
var DAY_MS = 864e5;
var HOUR_MS = 36e5;
function phasesInWords(report) {
  const { first, hidden, last } = shownSpans(report);
  if (first.length + last.length < 2) return void 0;
  const more = hidden === 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(`${hidden} more`)];
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .joined */ .oR)([...first.map(inWords), ...more, ...last.map(inWords)], " \u2192 ");
}
function timeline(report) {
  const { first, hidden, last } = shownSpans(report);
  const spans = [...first, ...last];
  const endMs = Math.max(0, ...spans.map((span) => span.toMs));
  if (spans.length < 2 || endMs < 1e3) return void 0;
  const gap = { fromMs: first.at(-1)?.toMs ?? 0, toMs: last[0]?.fromMs ?? 0 };
  const names = distinct(spans.map(({ status }) => (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .mermaidLabel */ ._b)(status)));
  const rows = spans.map((span, at) => asRow(names[at] ?? "", span));
  if (hidden > 0) {
    rows.splice(first.length, 0, row(`${hidden} more`, (0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(gap.toMs - gap.fromMs), ["done"], gap));
  }
  const longestName = Math.max(...names.map((name) => name.length));
  return new _chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .Html */ .Ed(
    [
      "```mermaid",
      `%%{init: {"gantt": {"leftPadding": ${30 + 8 * longestName}, "rightPadding": 40, "barHeight": 22}}}%%`,
      "gantt",
      "  title Course of the run",
      "  dateFormat YYYY-MM-DD HH:mm:ss.SSS",
      `  axisFormat ${axisFormat(endMs)}`,
      "  todayMarker off",
      ...rows,
      "```"
    ].join("\n")
  );
}
function shownSpans({ statuses, elapsedMs }) {
  const spans = statuses.map(({ status, phase, sinceMs }, at) => {
    const fromMs = bounded(sinceMs);
    const untilMs = Math.max(fromMs, bounded(statuses[at + 1]?.sinceMs ?? elapsedMs));
    return { status, phase, fromMs, toMs: (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_5__/* .isFinal */ .d)({ phase }) ? fromMs : untilMs };
  });
  const hidden = Math.max(0, spans.length - MOST_FIRST - MOST_LAST);
  if (hidden === 0) return { first: spans, hidden, last: [] };
  return { first: spans.slice(0, MOST_FIRST), hidden, last: spans.slice(-MOST_LAST) };
}
function bounded(timeMs) {
  return Number.isFinite(timeMs) ? Math.min(Math.max(0, timeMs), LONGEST_MS) : 0;
}
function inWords(span) {
  const { status, fromMs, toMs } = span;
  return (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_5__/* .isFinal */ .d)(span) ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${status}` : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${status} ${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)((0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(toMs - fromMs))}`;
}
function distinct(names) {
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length;
    return before === 0 ? name : `${name} ${before + 1}`;
  });
}
function asRow(name, span) {
  const { phase, fromMs, toMs } = span;
  const label = (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_5__/* .isFinal */ .d)(span) ? `after ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(fromMs)}` : (0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(toMs - fromMs);
  return row(name, label, tagsOf(phase), { fromMs, toMs });
}
function row(name, label, tags, { fromMs, toMs }) {
  return `  section ${name}
  ${label} :${[...tags, chartTime(fromMs), chartTime(toMs)].join(", ")}`;
}
function tagsOf(phase) {
  switch (phase) {
    case "waiting":
    case "ending":
      return ["done"];
    case "running":
      return ["active"];
    case "input_required":
    case "unrecognised":
      return [];
    case "succeeded":
      return ["milestone"];
    case "failed":
    case "terminated":
      return ["crit", "milestone"];
  }
}
function chartTime(sinceMs) {
  return new Date(Date.UTC(2e3, 0, 1) + sinceMs).toISOString().slice(0, -1).replace("T", " ");
}
function axisFormat(endMs) {
  if (endMs < 1e4) return "%S.%L";
  if (endMs < HOUR_MS) return "%M:%S";
  return endMs < DAY_MS ? "%H:%M" : "day %-d %H:%M";
}

// src/summary/page.ts
var MOST_BYTES = 256 * 1024;
var LENGTHS = [16384, 4096, 1024, 256, 64];
var LONGEST_LOG_LINE = 1e3;
var MOST_LOG_LINES = 30;
var MOST_ASKED = 30;
function renderSummary(report, mostBytes = MOST_BYTES) {
  for (const longest of LENGTHS) {
    const page2 = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .assembled */ .tp)([heading(report), ...details(report, longest)]);
    if (Buffer.byteLength(page2) <= mostBytes) return page2;
  }
  const page = (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .assembled */ .tp)([heading(report)]);
  return Buffer.byteLength(page) <= mostBytes ? page : "";
}
function heading({ outcome, names, job, alias }) {
  const traits = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .traitsOf */ .JC)((0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .conclusionOf */ .vu)(outcome));
  const verdict = `${traits.sign} ${isAttachInVain(outcome) ? "Nothing to wait for" : traits.words}`;
  if (names.platform === "") return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<h3>${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(verdict)}</h3>`;
  const { run, last } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .runOf */ .ng)(outcome);
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .headingOf */ .Wm)(verdict, { names, job, alias, version: run === void 0 ? void 0 : (0,_chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_6__/* .versionOf */ .E)(run, last) });
}
function isAttachInVain(outcome) {
  return outcome.kind === "not_started" && outcome.given !== void 0;
}
function details(report, longest) {
  const { outcome, names } = report;
  const { run, last } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .runOf */ .ng)(report.outcome);
  const shown = run ?? (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .inTheWayOf */ .Lx)(outcome)?.run;
  return [
    ...shown === void 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .runLine */ .u_)(shown, names)],
    ...error(last, longest),
    ...lastWarning(report, longest),
    ...adviceOn(outcome, names, longest),
    ...facts(report),
    ...present(timeline(report)),
    ...log(report, longest),
    ...result(last, longest),
    ...asked(report)
  ];
}
function error(last, longest) {
  const text = last?.error?.trim() ?? "";
  return text === "" ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(text, Math.min(longest, 4096))];
}
function lastWarning({ lastWarning: text }, longest) {
  return text === void 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p>The platform’s last warning:</p>`, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(text, Math.min(longest, 4096))];
}
function facts(report) {
  const { last } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .runOf */ .ng)(report.outcome);
  return table([
    ["Status", statusOf(last)],
    [(0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_5__/* .durationOf */ .c)(last) === void 0 ? "Waited" : "Duration", duration(report)],
    ["Started", inWords2((0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_8__/* .utcTime */ .SK)(last?.startedAtMs))],
    ["Ended", inWords2((0,_chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_8__/* .utcTime */ .SK)(last?.endedAtMs))],
    ["Course", phasesInWords(report)],
    ["Usage", last?.usage === void 0 ? void 0 : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(last.usage)]
  ]);
}
function statusOf(last) {
  if (last === void 0) return void 0;
  return last.exitCode === void 0 ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${last.status}` : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${last.status}, exit code ${last.exitCode}`;
}
function duration(report) {
  const { outcome, elapsedMs, usual } = report;
  const { run, last } = (0,_chunk_LFYTDVJ2_js__WEBPACK_IMPORTED_MODULE_1__/* .runOf */ .ng)(report.outcome);
  if (run === void 0 || outcome.kind === "pending") return void 0;
  const durationMs = (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_5__/* .durationOf */ .c)(last) ?? elapsedMs;
  if (usual === void 0) return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)((0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(durationMs));
  const slow = (0,_chunk_4ZM2H6PQ_js__WEBPACK_IMPORTED_MODULE_0__/* .isSlow */ .K2)(durationMs, usual) ? ", slower than nearly all runs before" : "";
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(
    `${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(durationMs)}, usually ${(0,_chunk_KO5FWV3T_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(usual.medianMs)} (median of ${usual.count})${slow}`
  );
}
function log({ outcome, lastLines }, longest) {
  const went = outcome.kind === "pending" || outcome.kind === "ended" && outcome.phase === "succeeded";
  const lines = lastLines.slice(-MOST_LOG_LINES);
  if (went || lines.length === 0) return [];
  const title = lines.length === 1 ? "Last log line" : `Last ${lines.length} log lines`;
  return folded(title, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .preformatted */ .EC)(lines, Math.min(longest, LONGEST_LOG_LINE)));
}
function result(last, longest) {
  const text = last?.result?.trim() ?? "";
  return text === "" ? [] : folded("Result", (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .quotation */ .fh)(text, longest));
}
function folded(title, block) {
  return [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<details open>\n<summary>${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(title)}</summary>`, block, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`</details>`];
}
function asked({ asked: given }) {
  const left = given.length - MOST_ASKED;
  const rows = table([
    ...given.slice(0, MOST_ASKED).map(({ label, value }) => [label, (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${value}`]),
    ["\u2026", left > 0 ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`${left} more` : void 0]
  ]);
  return rows.length === 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<p><strong>What was asked for</strong></p>`, ...rows];
}
function table(rows) {
  const shown = rows.flatMap(
    ([label, value]) => value === void 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<tr><th align="left">${asLabel(label)}</th><td>${value}</td></tr>`]
  );
  return shown.length === 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy)`<table>\n${(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .joined */ .oR)(shown, "\n")}\n</table>`];
}
function asLabel(label) {
  return /^(?:[A-Za-z ]{1,40}|…)$/.test(label) ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(label) : label;
}
function inWords2(text) {
  return text === "" ? void 0 : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_3__/* .words */ .aL)(text);
}
function present(block) {
  return block === void 0 ? [] : [block];
}



/***/ })

};
