export const id = 914;
export const ids = [914];
export const modules = {

/***/ 2914:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderAfterword: () => (/* binding */ renderAfterword)
/* harmony export */ });
/* harmony import */ var _chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(418);
/* harmony import */ var _chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7428);
/* harmony import */ var _chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5763);
/* harmony import */ var _chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5543);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;





// src/summary/afterword.ts
var LONGEST_NOTE = 2e3;
function renderAfterword({ names, job, run, last, notes, reportedEnd }) {
  const version = run === void 0 ? void 0 : (0,_chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_1__/* .versionOf */ .E)(run, last);
  const why = reportedEnd ? (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__/* .html */ .qy)`<p>After the cancel, the post step went on:</p>` : (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__/* .html */ .qy)`<p>The step was cut off before it could tell anything. The post step took over:</p>`;
  return (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__/* .assembled */ .tp)([
    (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__/* .headingOf */ .Wm)(reportedEnd ? "\u{1F6AB} After the cancel" : "\u{1F6AB} Cut off", { names, job, version }),
    ...run === void 0 ? [] : [(0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__/* .runLine */ .u_)(run, names)],
    why,
    ...notes.map((note) => (0,_chunk_AHQYKB7X_js__WEBPACK_IMPORTED_MODULE_0__/* .quotation */ .fh)(note, LONGEST_NOTE))
  ]);
}



/***/ }),

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




/***/ })

};
