// Writes the numbers of a tensor as the package prints them: in one format, at times with a factor before it.

/** @typedef {(value: number) => string} Format */

// Rounded as C's log10 rounds it, also just below a power of ten.
const digits = (/** @type {number} */ magnitude) => {
  if (magnitude === 0) return 1;
  const near = Math.round(Math.log10(magnitude));
  const power = Number(`1e${near}`);
  return Math.floor(near + (magnitude - power) / power / Math.LN10) + 1;
};

/** @type {(value: number, text: string) => string} */
const signed = (value, text) => (Object.is(value, -0) ? `-${text}` : text);
const padded = (/** @type {string} */ text) => text.replace(/(?<=e[+-])(?=\d$)/, "0");
/** @type {Format} */
const fixed = (value) => signed(value, value.toFixed(4));
/** @type {Format} */
const scientific = (value) => signed(value, padded(value.toExponential(4)));

/**
 * Write a list of numbers. NaN is what nobody knows.
 * @param {number[]} values
 * @returns {{ factor: string, texts: string[] }} The factor before them all, or "", and each number.
 */
export const print = (values) => {
  if (values.some(Number.isNaN)) {
    /** @type {Format} */
    const known = (value) => signed(value, value.toFixed(6));
    return { factor: "", texts: values.map((value) => (Number.isNaN(value) ? "?" : known(value))) };
  }
  const magnitudes = values.map(Math.abs);
  const low = digits(Math.min(...magnitudes));
  const high = digits(Math.max(...magnitudes));
  if (values.every(Number.isInteger)) {
    return { factor: "", texts: values.map(high > 9 ? scientific : (value) => value.toFixed(0)) };
  }
  if (high - low > 4) return { factor: "", texts: values.map(scientific) };
  if (high <= 5 && high >= 0) return { factor: "", texts: values.map(fixed) };
  const scale = Number(`1e${high - 1}`);
  const factor = scale < 1e-4 || scale >= 1e6 ? padded(scale.toExponential()) : String(scale);
  return { factor, texts: values.map((value) => fixed(value / scale)) };
};

/**
 * Write one number in a sum: four decimals, unless it is whole, or they would not show it.
 * @type {Format}
 */
export const figure = (value) => {
  if (Number.isNaN(value)) return "?";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e6 || (magnitude < 1e-3 && magnitude > 0)) return scientific(value);
  return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(4);
};

/**
 * Write one number in at most seven characters.
 * @type {Format}
 */
export const short = (value) => {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return value.toFixed(0);
  const magnitude = Math.abs(value);
  const tries =
    magnitude < 1e4 && magnitude >= 1e-3
      ? [4, 3, 2, 1].map((decimals) => value.toFixed(decimals))
      : [1, 0].map((decimals) => value.toExponential(decimals).replace("+", ""));
  return tries.find((text) => text.length <= 7) ?? tries.at(-1) ?? "";
};
