// Makes a tensor of a figure: its names, and a cell for each of its numbers.

import { element } from "../elements.js";
import { figure } from "./printing.js";

/** @typedef {number | number[]} Row */
/** @typedef {{ least: number, most: number, step: number }} Range Between what, and by how much at once. */
/**
 * @typedef {object} Look
 * @property {string} symbol
 * @property {string} [code] What the package calls it, where that is not its name.
 * @property {"forward" | "backward" | "rest"} colour
 * @property {"plain" | "parameter" | "buffer"} kind What the outline of its box says.
 */

/** @type {(name: string, look: Look, rows: Row[]) => HTMLElement} */
export const makeTensor = (name, { symbol, code = name, colour, kind }, rows) => {
  const lines = rows.map((row, i) => {
    const cells = [row].flat().map((_, j) => {
      const at = Array.isArray(row) ? `${i}.${j}` : `${i}`;
      const indices = at.split(".").map((index) => Number(index) + 1);
      const label = rows.flat().length > 1 ? `${symbol} ${indices.join(", ")}` : symbol;
      return element("data", { class: "cell", "data-tensor": name, "data-at": at, "data-label": label });
    });
    return element("div", { class: "row" }, ...cells);
  });
  const names = element("div", { class: "name" }, element("i", {}, symbol), " ", element("code", {}, code));
  const label = { role: "group", "aria-label": `${code} ${symbol}` };
  const attributes = { class: `tensor ${colour} ${kind}`, "data-name": name, ...label };
  return element("div", attributes, names, element("div", { class: "cells" }, ...lines));
};

/**
 * Make a cell one that the keyboard reaches. Without a range it can only be read.
 * @param {HTMLDataElement} cell
 * @param {Range} [range]
 */
export const makeReachable = (cell, range) => {
  const value = Number(cell.value);
  const small = Math.abs(value) < 1e-6 && value !== 0; // JavaScript writes it with an exponent, which ARIA does not know
  cell.role = "spinbutton";
  cell.ariaLabel = cell.dataset.label ?? "";
  cell.ariaValueNow = small ? value.toFixed(20) : Math.abs(value) >= 1e21 ? null : cell.value;
  cell.ariaValueText = figure(value);
  cell.ariaReadOnly = range ? null : "true";
  cell.ariaValueMin = range ? String(range.least) : null;
  cell.ariaValueMax = range ? String(range.most) : null;
};

const REACHABLE = [
  "role",
  "tabindex",
  "aria-label",
  "aria-valuenow",
  "aria-valuetext",
  "aria-valuemin",
  "aria-valuemax",
];
export const makeUnreachable = (/** @type {HTMLDataElement} */ cell) => {
  for (const attribute of REACHABLE) cell.removeAttribute(attribute);
};

/** The number that an event is about, if it can be reached. */
export const cellOf = (/** @type {Event} */ { target }) =>
  target instanceof HTMLDataElement && target.role === "spinbutton" ? target : undefined;
