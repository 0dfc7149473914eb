export const id = 44;
export const ids = [44];
export const modules = {

/***/ 8044:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   cleanUp: () => (/* binding */ cleanUp)
/* harmony export */ });
/* harmony import */ var _chunk_NAEX54ZV_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5978);
/* harmony import */ var _chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9043);
/* harmony import */ var _chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1505);
/* harmony import */ var _chunk_ZY3ODXET_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7461);
/* harmony import */ var _chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6183);
/* harmony import */ var _chunk_ABXAKV4Q_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6657);
/* harmony import */ var _chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1219);
/* harmony import */ var _chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5162);
/* harmony import */ var _chunk_ESV2MW45_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7428);
/* harmony import */ var _chunk_7M5F2JLI_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5763);
/* harmony import */ var _chunk_Y3WPUEPX_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5082);
/* harmony import */ var _chunk_ANLRPWYM_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(265);
/* harmony import */ var _chunk_MYDUKICN_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(5543);
/* harmony import */ var _chunk_RN7LOB53_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(1869);
const require = process.getBuiltinModule
;














// src/step/what-is-left.ts
var POST_REQUEST_TIMEOUT_MS = 5e3;
var SEARCH_GAP_MS = 2e3;
var FOR_ENDING_MS = 8e3;
async function endWhatIsLeft(ports, saved, run, untilMs) {
  const ageMs = () => ports.clock.epochMs() - saved.sentAtEpochMs;
  const runSearch = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .createRunSearch */ .sQ)(ports, {
    target: saved.target,
    alias: saved.alias,
    ageMs,
    lastAgeMs: ageMs,
    sends: () => saved.sends,
    baseline: (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .baselineSince */ .yM)(saved.newestBeforeMs)
  });
  const notes = { ...run === void 0 ? {} : { run }, done: [], open: [] };
  const given = run && await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .resolveRun */ .Uf)(ports, run, { untilMs: untilMs - FOR_ENDING_MS });
  if (given?.kind === "unresolved") {
    notes.open.push(
      `${named(ports, given.run)} could not be addressed (${given.reason}); it was left as it is and may still be going.`
    );
    return notes;
  }
  const found = given?.run ?? (saved.alias === "" ? void 0 : await findRun(ports, runSearch, untilMs));
  if (found === void 0) {
    notes.open.push(notFound(ports, saved, runSearch.seen));
    return notes;
  }
  notes.run = found;
  if (saved.onCancel === "leave" || !saved.wait) await noteLeft(ports, found, notes, untilMs);
  else await end(ports, found, notes, untilMs);
  if (saved.sends > 1 || run === void 0) await endSecondRuns(ports, runSearch, found, notes, untilMs);
  return notes;
}
async function end(ports, run, notes, untilMs) {
  const last = await look(ports, run, notes, untilMs);
  if (last !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_7__/* .isFinal */ .d)(last)) notes.done.push(`${run.runId} has ended as ${last.status}.`);
  else noteTermination(ports, run, await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .terminate */ .MH)(ports, run, last, { untilMs }), notes);
}
function noteTermination(ports, run, termination, notes) {
  switch (termination.kind) {
    case "accepted":
      notes.done.push(`The termination of ${run.runId} was accepted.`);
      return;
    case "already_ended":
      notes.done.push(`${run.runId} had ended already.`);
      return;
    case "failed":
      notes.open.push(
        `${named(ports, run)} could not be terminated (${termination.reason}) and may still be going. ${toWait(run)}`
      );
      return;
    case "not_requested":
      return;
  }
}
async function noteLeft(ports, run, notes, untilMs) {
  const last = await look(ports, run, notes, untilMs);
  if (last !== void 0 && (0,_chunk_CCZ6I25K_js__WEBPACK_IMPORTED_MODULE_7__/* .isFinal */ .d)(last)) {
    notes.done.push(`${run.runId} has ended as ${last.status}.`);
    return;
  }
  const seen = last === void 0 ? "not seen" : `seen as ${last.status}`;
  notes.open.push(`${named(ports, run)}, ${seen}, was left going, as the inputs say. ${toWait(run)}`);
}
async function look(ports, run, notes, untilMs) {
  const last = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .readStatus */ .rk)(ports, run, { untilMs });
  if (last !== void 0) notes.last = last;
  return last;
}
async function endSecondRuns(ports, runSearch, keep, notes, untilMs) {
  const isDouble = runSearch.attempt.sends() > 1;
  const limit = { untilMs: untilMs - (isDouble ? 2 * POST_REQUEST_TIMEOUT_MS : 0), patient: isDouble };
  notes.open.push(...(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .twinWarnings */ .AY)(await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .endTwins */ .Xz)(ports, runSearch, keep, limit), keep, ports.platform.runNoun));
}
async function findRun({ clock }, runSearch, untilMs) {
  const lastBeginMs = untilMs - 2 * POST_REQUEST_TIMEOUT_MS - SEARCH_GAP_MS;
  const ours = await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .findOurs */ .ZA)(runSearch, clock, { untilMs, lastBeginMs, gapMs: SEARCH_GAP_MS });
  return ours?.handle;
}
function notFound({ platform }, saved, candidates) {
  const known = candidates.length === 0 ? "none newer was seen" : `it may be: ${(0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .describeCandidates */ .aH)(candidates)}`;
  return `The trigger was sent to ${platform.name}, but which ${platform.runNoun} it started${byAlias(platform, saved)} is not known: ${known}. Look there whether one is still going.`;
}
function byAlias(platform, { alias, target }) {
  return alias === "" || platform.findByAlias?.(target, alias) === void 0 ? "" : ` (alias ${alias})`;
}
function named({ platform }, run) {
  return `${run.runId} (${(0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_4__/* .linkOf */ .IJ)(run, platform)})`;
}
function toWait({ runId }) {
  return `To wait for it, give a step \`run-id: ${runId}\`.`;
}

// src/clean-up.ts
var NETWORK_MS = 22e3;
async function cleanUp(given) {
  const { runner, platforms } = given;
  for (const secret of (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_2__/* .secretsOf */ .Fj)(given.env, platforms)) runner.mask(secret);
  for (const secret of await (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_2__/* .headerSecretsOf */ .M$)(given.env)) runner.mask(secret);
  const world = { ...given, env: (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .restored */ .v0)(given.env, (value) => runner.restore(value)) };
  const warnings = await Promise.all([endRunOfMain(world), setStatusOfMain(world)]);
  const said = warnings.filter((warning) => warning !== void 0);
  if (said.length > 0) runner.warning(said.join(" "));
}
async function setStatusOfMain(world) {
  if (!(0,_chunk_SDILW3AS_js__WEBPACK_IMPORTED_MODULE_6__/* .hasLeftOver */ .qS)(world.env)) return void 0;
  const { setLeftOver } = await __webpack_require__.e(/* import() */ 540).then(__webpack_require__.bind(__webpack_require__, 3540));
  let said;
  const runner = {
    info: (text) => world.runner.info(text),
    warning: (text) => {
      said = text;
    }
  };
  await setLeftOver({ ...world, runner, open: world.openGithub });
  return said;
}
async function endRunOfMain(world) {
  const { runner, env, platforms } = world;
  const saved = (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .readState */ .un)(env);
  const state = isBlank(saved) ? { ...saved, ...await (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .givenRun */ .zU)(world) } : saved;
  const { concluded, attempt, run, sends } = state;
  if (concluded || run === void 0 && sends === 0) return void 0;
  const definition = platforms.find((platform2) => platform2.id === attempt?.platform);
  if (attempt === void 0 || definition === void 0) {
    const known = run === void 0 ? "a run that it may have started" : run.runId;
    return `The step was cut off, and what it saved for its post step can't be read: ${known} may still be going.`;
  }
  const platform = definition.create(attempt.baseUrl, { target: attempt.target, payload: {} });
  const afterword = await endRun(world, definition, platform, { ...state, attempt });
  const head = state.reportedEnd ? "The step was cancelled." : "The step was cut off.";
  for (const note of afterword.done) runner.info(`${head} ${note}`);
  if ((0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_2__/* .wantsSummary */ .ui)(env)) {
    await addAfterword(world, platform, afterword, state).catch(
      () => runner.info("The job summary could not be completed.")
    );
  }
  return afterword.open.length > 0 ? [head, ...afterword.open].join(" ") : void 0;
}
function isBlank({ concluded, reportedEnd, attempt, run, sends }) {
  return !concluded && !reportedEnd && attempt === void 0 && run === void 0 && sends === 0;
}
async function endRun({ runner, env, clock, connect }, definition, platform, { attempt, run, sends }) {
  const known = run?.runId ?? `The run${byAlias(platform, attempt)}`;
  const giveUp = (why) => {
    const open = [`${known} at ${attempt.baseUrl} may still be going: ${why}.`];
    return { ...run === void 0 ? {} : { run }, done: [], open };
  };
  if ((0,_chunk_NAEX54ZV_js__WEBPACK_IMPORTED_MODULE_0__/* .isSealed */ .dy)(JSON.stringify([attempt, run]))) {
    return giveUp("a secret in its name or address was not given to the post step, so nothing was sent");
  }
  const connection = await (0,_chunk_HL7YZIX5_js__WEBPACK_IMPORTED_MODULE_2__/* .readConnection */ .dC)(env, definition);
  if (connection.kind === "faulty") return giveUp(connection.message);
  if (connection.baseUrl !== attempt.baseUrl) {
    return giveUp("the inputs of the post step name another `base-url`, so nothing was sent");
  }
  const http = connect(connection);
  const blot = (text) => runner.blot(text);
  const channel = (0,_chunk_NAEX54ZV_js__WEBPACK_IMPORTED_MODULE_0__/* .openChannel */ .ay)({ http, platform, clock, requestTimeoutMs: POST_REQUEST_TIMEOUT_MS, blot });
  const untilMs = clock.nowMs() + NETWORK_MS;
  const afterword = await endWhatIsLeft({ channel, platform, clock }, { ...attempt, sends }, run, untilMs);
  http.close();
  return afterword;
}
async function addAfterword({ runner }, platform, { run, last, done, open }, { reportedEnd }) {
  const { renderAfterword } = await __webpack_require__.e(/* import() */ 914).then(__webpack_require__.bind(__webpack_require__, 2914));
  const blot = (text) => runner.blot(text);
  const notes = [...done, ...open].map(blot);
  const job = platform.jobName === void 0 ? {} : { job: blot(platform.jobName) };
  const shown = run === void 0 ? {} : (0,_chunk_XLZB4IPY_js__WEBPACK_IMPORTED_MODULE_1__/* .shownParts */ .IF)(last === void 0 ? { run } : { run, last }, blot);
  runner.addSummary(renderAfterword({ names: (0,_chunk_H2Q4AUQH_js__WEBPACK_IMPORTED_MODULE_4__/* .namesOf */ .eZ)(platform), ...job, ...shown, notes, reportedEnd }));
}



/***/ })

};
