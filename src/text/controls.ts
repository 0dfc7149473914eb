/** What terminals and readers act on instead of showing it. */

/** Escape sequences of terminals: control sequences such as colours, strings such as titles and links, two-character ones. */
const TERMINAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-OQ-WYZ\\`-~]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS_BUT_ESCAPE = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Without colours and all else that commands a terminal, each taken out whole. */
export function withoutTerminalSequences(text: string): string {
  return text.replace(TERMINAL, '')
}

/** Without control characters other than tab and line feed. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '')
}

/** As `withoutControls`, but for escape, which colours log lines. */
export function withoutControlsButColours(text: string): string {
  return text.replace(CONTROLS_BUT_ESCAPE, '')
}

/** Without what changes the direction in which the text around it is read. */
export function withoutDirections(text: string): string {
  return text.replace(DIRECTIONS, '')
}
