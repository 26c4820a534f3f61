// What the page and its worker say to each other, as types for both ends; nothing here runs.
//
// The page asks one thing at a time. The worker answers each with its `id`, and reports progress in between; while code
// waits for input(), the page sends what is typed.

/** @typedef {{ id: number, method: string, request: object }} Question One of Methods, and what it takes. */
/** @typedef {{ id: number, value: any }} Answered The method has given a value. */
/** @typedef {{ id: number, error: string }} Failed It has ended with an error of this message. */
/** @typedef {{ id: number, printed: string }} Printing The code that runs has written this. */
/** @typedef {{ id: number, prompt: string }} Asking The code that runs waits for a line to be typed. */
/** @typedef {{ typed: string }} Typed That line. */
/** @typedef {{ progress: Progress }} Progressing Files are being loaded. */
/** @typedef {{ what: string, loaded: number, total: number }} Progress What is loaded, and bytes of it. */
/** @typedef {Answered | Failed | Printing | Asking | Progressing} Told */
/**
 * What each method takes, and what it gives; all but `load` are methods of live/session.py's Session.
 * @typedef {object} Methods
 * @property {[takes: Settings, gives: undefined]} load
 * @property {[takes: ForgetRequest, gives: null]} forget
 * @property {[takes: RunRequest, gives: RunAnswer]} run
 * @property {[takes: GradeRequest, gives: Verdict]} grade
 */

/**
 * What src/torchnn_doc/site/live_runtime.py has written into settings.json.
 * @typedef {object} Settings
 * @property {Words} words
 * @property {string} page The name of the page, the same in all languages.
 * @property {string} base The address of settings.json; those of the files are relative to it.
 * @property {import("pyodide").Lockfile["info"]} lock
 * @property {Record<"script" | "engine" | "wasm" | "library", Loadable>} runtime
 * @property {Loadable[]} wheels
 * @property {Loadable[]} drawing The wheels that only code needs which draws.
 * @property {Loadable} editor
 */
/** @typedef {{ url: string, bytes: number }} Loadable A file, and how much comes with it. */

/**
 * What the page says, in its language: `live` in docs/words/.
 * @typedef {Record<Word, string> & Record<"verdicts" | "cases" | "hints", Record<string, string>>} Words
 */
/**
 * @typedef {"turn_off" | "asked" | "ready" | "failed" | "loading" | "starting" | "progress" | "run" | "stop" | "edit"
 *   | "reset" | "block" | "running" | "same" | "varied" | "differs" | "raised" | "done" | "stopped" | "blocked"
 *   | "not_run" | "output" | "yours" | "page" | "nothing" | "stderr" | "error" | "picture" | "hint" | "grade"
 *   | "grade_hint" | "passed" | "not_yet" | "found_with" | "given" | "expected" | "case_code" | "waiting"
 *   | "busy" | "type" | "enter" | "reset_sure" | "changed" | "solved_changed" | "withdrawn"
 *   | "written" | "forget" | "kept" | "continue" | "export" | "clear" | "clear_sure" | "solved_count" | "edited_here" | "edited" | "edited_above" | "crashed" | "value" | "cut" | "solved"} Word
 */

/**
 * What src/torchnn_doc/site/live_code.py has written onto a block.
 * @typedef {object} Plan
 * @property {string} [because] Why it cannot run here.
 * @property {boolean} [fresh] Whether it begins a new namespace.
 * @property {string} [raises] The exception that the page promises.
 * @property {string} [warns] The warning that it promises.
 * @property {boolean} [stderr] Whether the output on the page holds standard error too.
 * @property {boolean} [rounded] Whether the page may show fewer digits.
 * @property {string} [rtol]
 * @property {string} [atol]
 * @property {string} [varies] Why the output may differ from run to run.
 */

/** @typedef {{ space: string }} ForgetRequest */
/**
 * @typedef {object} RunRequest
 * @property {string} space The namespace.
 * @property {string} name What tracebacks call the code.
 * @property {string} code
 * @property {boolean} value Whether to tell the value of an expression at its end.
 * @property {string} [raises]
 * @property {string} [warns]
 * @property {{ text: string, rtol: string, atol: string, varies: boolean, rounded: boolean, stderr: boolean }} [output] As on the page.
 */
/** @typedef {[text: string, differs: boolean]} Piece A part of a line. */
/**
 * live/session.py's Answer.
 * @typedef {object} RunAnswer
 * @property {string} printed
 * @property {string} said
 * @property {string} error
 * @property {string[]} pictures
 * @property {string} hint
 * @property {string} name
 * @property {string} value
 * @property {boolean} cut
 * @property {boolean | null} agrees
 * @property {Piece[][]} page
 * @property {Piece[][]} run
 */

/** @typedef {{ exercise: string, name: string, code: string }} GradeRequest */
/**
 * live/grading.py's Verdict, as live/session.py tells it.
 * @typedef {object} Verdict
 * @property {boolean} passed
 * @property {string} message
 * @property {Record<string, string>} values
 * @property {string} case
 * @property {string} code
 * @property {string} expected
 * @property {string} given
 * @property {string} gradcheck
 * @property {string} printed
 * @property {string} error
 * @property {string} hint
 * @property {string} name
 */

export {};
