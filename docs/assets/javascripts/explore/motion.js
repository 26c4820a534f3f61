// How fast a figure moves: as the reader chooses, and not at all where no motion is wanted.

import { element } from "../elements.js";
import { say } from "./words.js";

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SPEEDS = ["0.5", "1", "2", "4"];

/**
 * Make the choice of a figure's speed.
 * @param {HTMLElement} root The figure.
 */
export const makeSpeed = (root) => {
  const select = element(
    "select",
    {},
    ...SPEEDS.map((speed) => element("option", { value: speed }, `${speed}×`)),
  );
  select.value = "1";
  select.addEventListener("change", () => root.style.setProperty("--speed", select.value));
  return {
    choice: element("label", { class: "speed" }, say("speed"), " ", select),
    /** @type {(run: () => void, milliseconds: number) => number} */
    later: (run, milliseconds) => setTimeout(run, milliseconds / Number(select.value)),
  };
};
