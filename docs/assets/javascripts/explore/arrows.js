// Draws the arrows of the figure between its tensors, where the layout has put them.

import { one } from "../elements.js";

const SVG = "http://www.w3.org/2000/svg";
const HEAD = 7;

/** @typedef {[x: number, y: number]} Point */
/** @typedef {ReturnType<typeof place>} Place Where a tensor is on the canvas. */
/**
 * @typedef {object} Way
 * @property {string} call What sends something along it.
 * @property {"forward" | "backward" | "rest"} colour
 * @property {Point[]} points Its corners.
 * @property {[text: string, ...Point]} [label] And where that is.
 */

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 */
export const svg = (tag, attributes) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};

/**
 * @param {HTMLElement} tensor
 * @param {DOMRect} origin Of the canvas.
 */
const place = (tensor, origin) => {
  const rect = one(".cells", tensor).getBoundingClientRect();
  return {
    left: rect.left - origin.left,
    right: rect.right - origin.left,
    top: rect.top - origin.top,
    bottom: rect.bottom - origin.top,
    width: rect.width,
    height: rect.height,
    y: rect.top - origin.top + rect.height / 2,
    nameHeight: rect.top - tensor.getBoundingClientRect().top,
  };
};

/**
 * The way ends where its head begins, and the head touches the tensor but for a little.
 * @param {Point[]} points
 */
const shape = (points) => {
  const [[x0, y0], [x1, y1]] = points.slice(-2);
  const [dx, dy] = [Math.sign(Math.round(x1 - x0)), Math.sign(Math.round(y1 - y0))];
  const [x, y] = [x1 - 3 * dx, y1 - 3 * dy];
  const [bx, by] = [x - HEAD * dx, y - HEAD * dy];
  const line = [...points.slice(0, -1), [bx, by]].map((point) => point.join(" ")).join(" L ");
  const half = HEAD * 0.6;
  return {
    line: `M ${line}`,
    head: `M ${x} ${y} L ${bx + half * dy} ${by + half * dx} L ${bx - half * dy} ${by - half * dx} Z`,
  };
};

/**
 * @param {SVGSVGElement} canvas
 * @param {Record<string, HTMLElement>} tensors The elements by name.
 * @param {(box: Record<string, Place>) => Way[]} ways
 */
export const drawArrows = (canvas, tensors, ways) => {
  const origin = canvas.getBoundingClientRect();
  const places = Object.entries(tensors).map(([name, element]) => [name, place(element, origin)]);
  canvas.replaceChildren(
    ...ways(Object.fromEntries(places)).map(({ call, colour, points, label }) => {
      const { line, head } = shape(points);
      const group = svg("g", { class: `arrow ${colour}`, "data-call": call });
      group.append(
        svg("path", { class: "way", d: line }),
        svg("path", { class: "pulse", d: line, pathLength: 100 }),
        svg("path", { class: "head", d: head }),
      );
      if (label) {
        const [words, x, y] = label;
        const text = svg("text", { x, y });
        text.textContent = words;
        group.append(text);
      }
      return group;
    }),
  );
};
