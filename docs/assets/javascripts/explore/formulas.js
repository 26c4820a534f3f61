// Writes the formula of each number of the network, with letters and with figures, and says which numbers it takes.

import { bracket, sub, sum, times } from "./arithmetic.js";
import { figure } from "./printing.js";

/** @import { Pass } from "./training.js" */
/**
 * @typedef {object} Formula
 * @property {string} letters
 * @property {string} figures The right side of it with numbers, and what it comes to; or "".
 * @property {string[]} takes The cells of what it takes: "W.0.1".
 */
/** @typedef {(i: number, j: number) => [letters: string, figures: string, takes: string[]]} Write */

/**
 * The right sides for the numbers of a pass. What is given has none, a parameter that of its next step.
 * @param {Pass} pass
 * @returns {Partial<Record<keyof Pass, Write>>}
 */
const rightSides = ({ x, t, W, b, V, c, rate, a, h, y, dJdy, dJdV, dJdc, dJdh, dJda, dJdW, dJdb }) => {
  const eta = String(rate[0]);
  /** @type {(name: string, letters: string, value: number, gradient: number, at: string) => ReturnType<Write>} */
  const next = (name, letters, value, gradient, at) => [
    `${letters} - η·∂J/∂${letters}`,
    `${figure(value)} - ${eta}·${bracket(gradient)} = ${figure(value - rate[0] * gradient)}`,
    [`dJd${name}.${at}`, "rate.0"],
  ];
  /** @type {(letters: string[], figures: string[], result: number, takes: string[]) => ReturnType<Write>} */
  const added = (letters, figures, result, takes) => [
    sum(letters),
    `${sum(figures)} = ${figure(result)}`,
    takes,
  ];
  return {
    W: (i, j) => next("W", `W${sub(i, j)}`, W[i][j], dJdW[i][j], `${i}.${j}`),
    b: (i) => next("b", `b${sub(i)}`, b[i], dJdb[i], `${i}`),
    V: (i, j) => next("V", `V${sub(i, j)}`, V[i][j], dJdV[i][j], `${i}.${j}`),
    c: (i) => next("c", "c", c[i], dJdc[i], `${i}`),
    a: (i) =>
      added(
        [...x.map((_, j) => `W${sub(i, j)}·x${sub(j)}`), `b${sub(i)}`],
        [...x.map((value, j) => times(W[i][j], value)), figure(b[i])],
        a[i],
        [...x.flatMap((_, j) => [`W.${i}.${j}`, `x.${j}`]), `b.${i}`],
      ),
    h: (i) => [`1 / (1 + exp(-a${sub(i)}))`, `1 / (1 + exp(${figure(-a[i])})) = ${figure(h[i])}`, [`a.${i}`]],
    y: () =>
      added(
        [...h.map((_, j) => `V${sub(0, j)}·h${sub(j)}`), "c"],
        [...h.map((value, j) => times(V[0][j], value)), figure(c[0])],
        y[0],
        [...h.flatMap((_, j) => [`V.0.${j}`, `h.${j}`]), "c.0"],
      ),
    J: () => [
      "(y - t)²",
      `(${sum([figure(y[0]), figure(-t[0])])})² = ${figure((y[0] - t[0]) ** 2)}`,
      ["y.0", "t.0"],
    ],
    dJdy: () => [
      "2·(y - t)",
      `2·(${sum([figure(y[0]), figure(-t[0])])}) = ${figure(dJdy[0])}`,
      ["y.0", "t.0"],
    ],
    dJdV: (_, j) => [
      `∂J/∂y·h${sub(j)}`,
      `${times(dJdy[0], h[j])} = ${figure(dJdV[0][j])}`,
      ["dJdy.0", `h.${j}`],
    ],
    dJdc: () => ["∂J/∂y", figure(dJdc[0]), ["dJdy.0"]],
    dJdh: (j) => [
      `V${sub(0, j)}·∂J/∂y`,
      `${times(V[0][j], dJdy[0])} = ${figure(dJdh[j])}`,
      [`V.0.${j}`, "dJdy.0"],
    ],
    dJda: (i) => [
      `h${sub(i)}·(1 - h${sub(i)})·∂J/∂h${sub(i)}`,
      `${figure(h[i])}·(1 - ${figure(h[i])})·${bracket(dJdh[i])} = ${figure(dJda[i])}`,
      [`h.${i}`, `dJdh.${i}`],
    ],
    dJdW: (i, j) => [
      `∂J/∂a${sub(i)}·x${sub(j)}`,
      `${times(dJda[i], x[j])} = ${figure(dJdW[i][j])}`,
      [`dJda.${i}`, `x.${j}`],
    ],
    dJdb: (i) => [`∂J/∂a${sub(i)}`, figure(dJdb[i]), [`dJda.${i}`]],
    dJdx: (j) =>
      added(
        W.map((_, i) => `W${sub(i, j)}·∂J/∂a${sub(i)}`),
        W.map((row, i) => times(row[j], dJda[i])),
        W.reduce((total, row, i) => total + row[j] * dJda[i], 0),
        W.flatMap((_, i) => [`W.${i}.${j}`, `dJda.${i}`]),
      ),
  };
};

/**
 * @param {keyof Pass} name
 * @param {number[]} at
 * @param {Pass} pass
 * @returns {Formula | undefined} None for what is given.
 */
export const formula = (name, [i, j], pass) => {
  const write = rightSides(pass)[name];
  if (!write) return undefined;
  const [letters, figures, takes] = write(i, j);
  return { letters, figures, takes };
};
