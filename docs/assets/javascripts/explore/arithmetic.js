// Writes out sums and products of numbers.

import { figure } from "./printing.js";

/** @type {(...indices: number[]) => string} From 0, as arrays count; written from 1. */
export const sub = (...indices) => indices.map((index) => "₁₂₃"[index]).join("");
export const bracket = (/** @type {number} */ value) => (value < 0 ? `(${figure(value)})` : figure(value));
export const times = (/** @type {number} */ a, /** @type {number} */ b) => `${figure(a)}·${bracket(b)}`;
export const sum = (/** @type {string[]} */ terms) => terms.join(" + ").replaceAll("+ -", "- ");
