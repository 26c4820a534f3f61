// A reader's way through the site, from the start page to a printed chapter, in one browser and one language.
//
// `node walk.js TASK`, where the task is what tests/site/test_walk.py writes as JSON. Each station leaves a picture. It
// ends with an error if a station does not come, or if a page logged an error, asked another host or missed a file.
import assert from "node:assert/strict";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

/**
 * @typedef {{code: string, says: string, state: string}} Answer
 * @typedef {{
 *   browser: "chrome" | "firefox", executable: string, site: string, root: string, folder: string,
 *   language: string, words: string, grade: string, answers: Answer[],
 * }} Task
 */
/** @type {Task} */
const task = JSON.parse(process.argv[2]);
const { site, root } = task;
const CHAPTER = "06-module-backward/";
const EXERCISE = "[data-exercise=acc-grad-parameters] [data-live]";
const BLOCK = "[data-live]:has(.live-run)"; // the first of them
const PATIENCE = 120_000; // milliseconds; a machine that does other things besides is slow to start Python

// What Firefox logs as errors, and no page can prevent.
const UNAVOIDABLE = [
  /^Error: downloadable font: download failed .* status=2152398850 /, // the page was left while it loaded
  /^Error: TypeError: error loading dynamically imported module: /, // the same; a file that is not there is told below
  /^Error: Invalid markup: Incorrect number of children for <m\w+\/> tag\.$/, // it was drawn while it loaded
  /^Error: uncaught exception: undefined$/, // a worker was ended while it ran WebAssembly, as Stop does
];

const browser = await puppeteer.launch({
  browser: task.browser,
  executablePath: task.executable,
  args: task.browser === "chrome" ? ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] : [],
  defaultViewport: { width: 1280, height: 900 },
  protocolTimeout: PATIENCE,
});
const page = await browser.newPage();
page.setDefaultTimeout(PATIENCE);

/** @type {string[]} */
const troubles = [];
page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
page.on("pageerror", (error) => {
  const isUnavoidable =
    task.browser === "firefox" && UNAVOIDABLE.some((message) => message.test(String(error)));
  if (!isUnavoidable) troubles.push(`script: ${error}`);
});
page.on("response", (response) => response.status() >= 400 && troubles.push(`missing: ${response.url()}`));
page.on("request", (request) => {
  if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(site))
    troubles.push(`asked: ${request.url()}`);
});

let stations = 0;
const picture = (/** @type {string} */ name) =>
  page.screenshot({ path: join(task.folder, `${String(++stations).padStart(2, "0")}-${name}.png`) });

const open = (/** @type {string} */ path) => page.goto(root + path);
const click = (/** @type {string} */ selector) => page.locator(selector).click();
const arrive = (/** @type {string} */ address) =>
  page.waitForFunction((address) => location.href.startsWith(address), {}, address);

/** @type {(selector: string, name: string, value: string) => Promise<unknown>} */
const expectAttribute = (selector, name, value) =>
  page.waitForFunction(
    (selector, name, value) => document.querySelector(selector)?.getAttribute(name) === value,
    {},
    selector,
    name,
    value,
  );

/** @type {(selector: string, text: string) => Promise<unknown>} */
const expectText = (selector, text) =>
  page.waitForFunction(
    (selector, text) =>
      /** @type {HTMLElement?} */ (document.querySelector(selector))?.innerText.includes(text),
    {},
    selector,
    text,
  );

const textOf = (/** @type {string} */ selector) =>
  page.$eval(selector, (element) => /** @type {HTMLElement} */ (element).innerText);

// Puts in a text of many lines at once, which no call does in both browsers.
const insert = (/** @type {string} */ text) =>
  task.browser === "chrome"
    ? page.keyboard.sendCharacter(text)
    : page.evaluate((text) => document.execCommand("insertText", false, text), text);

/** @type {(block: string, code: string) => Promise<void>} */
const write = async (block, code) => {
  const editor = `${block} >>> .cm-content`; // it is in a shadow root
  await page.waitForSelector(`${block} .live-run:not([disabled])`, { visible: true });
  if (!(await page.$(editor))) await click(`${block} .live-edit`);
  await page.waitForSelector(editor, { visible: true });
  await page.focus(editor);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await insert(code);
  await page.keyboard.down("Shift");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Shift");
};

const readOnInTheOtherLanguage = async () => {
  await page.evaluate(() => {
    location.hash = "#exercise";
  });
  await click(".site-language");
  await page.waitForFunction((language) => document.documentElement.lang !== language, {}, task.language);
  await page.waitForFunction(() => {
    const { top, bottom } = document.getElementById("exercise")?.getBoundingClientRect() ?? {
      top: -1,
      bottom: -1,
    };
    return top >= 0 && bottom <= innerHeight;
  });
};

const search = async () => {
  await click(".md-search__input");
  await page.type(".md-search__input", task.words);
  await page.waitForSelector(".md-search-result__link", { visible: true });
};

/** Run a block, then change a number of it: the page says which digits differ. */
const runAndEdit = async () => {
  await click(".live-ask button");
  await click(`${BLOCK} .live-run`);
  await expectAttribute(BLOCK, "data-live-state", "same");
  const code = await textOf(`${BLOCK} pre code`);
  await write(BLOCK, code.replace("print(l1.weight)", "l1.weight[0, 0] += 0.001\nprint(l1.weight)"));
  await expectAttribute(BLOCK, "data-live-state", "edited");
  await expectText(".live-differs mark", "6");
};

const stopAnEndlessLoop = async () => {
  const button = `${BLOCK} .live-run`;
  const run = await textOf(button);
  await write(BLOCK, "while True:\n    pass");
  await page.waitForFunction(
    (button, run) => document.querySelector(button)?.textContent !== run,
    {},
    button,
    run,
  );
  await click(button);
  await expectText(button, run);
  page.once("dialog", (question) => question.accept());
  await click(`${BLOCK} .live-reset`);
  await click(button);
  await expectAttribute(BLOCK, "data-live-state", "same");
};

const drag = async () => {
  const cell = await page.waitForSelector("[data-name=weight] .cell", { visible: true });
  const before = await textOf("[data-name=weight] .cell");
  await cell?.scrollIntoView();
  const { x, y, width, height } = (await cell?.boundingBox()) ?? assert.fail("the cell is not shown");
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 40, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(
    (before) => document.querySelector("[data-name=weight] .cell")?.textContent !== before,
    {},
    before,
  );
};

try {
  await open("");
  await picture("home");
  await click(`article a[href*='${CHAPTER}']`);
  await arrive(root + CHAPTER);
  await picture("chapter");
  await readOnInTheOtherLanguage();
  await picture("switched");

  await open(CHAPTER);
  await search();
  await picture("search");
  await page.keyboard.press("Enter");
  await page.waitForSelector("article mark", { visible: true });

  await open(CHAPTER);
  await runAndEdit();
  await picture("difference");
  await stopAnEndlessLoop();
  await picture("stopped");

  await open("exercises/");
  for (const { code, says, state } of task.answers) {
    await write(EXERCISE, code);
    await expectText(`${EXERCISE} .live-grade`, task.grade);
    await expectText(`${EXERCISE} .live-verdict`, says);
    await expectAttribute(EXERCISE, "data-live-state", state);
    await picture("exercise");
  }

  await open("explore/");
  await drag();
  await picture("figure");

  await open(CHAPTER);
  // Colours by hand: automatic, light, dark.
  for (let i = 0; i < 2; i++) await click(".md-header label[for^=__palette]:not([hidden])");
  await expectAttribute("body", "data-md-color-scheme", "slate");
  await picture("dark");
  await page.pdf({ path: join(task.folder, "printed.pdf") });
} catch (error) {
  await picture("broken off");
  throw error;
} finally {
  await browser.close();
}
assert.deepEqual(troubles, []);
