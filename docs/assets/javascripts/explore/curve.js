// Draws how the loss went from step to step.

import { svg } from "./arrows.js";
import { short } from "./printing.js";

const [WIDTH, HEIGHT] = [240, 96];
const [LEFT, TOP, BOTTOM] = [44, 10, 80];

export const makeCurve = () => svg("svg", { class: "curve", role: "img", viewBox: `0 0 ${WIDTH} ${HEIGHT}` });

/** @type {(canvas: SVGSVGElement, losses: number[], label: string) => void} */
export const drawCurve = (canvas, losses, label) => {
  const highest = Math.max(...losses) || 1;
  const steps = losses.length - 1;
  const [right, last] = [WIDTH - 8, losses[steps]];
  /** @type {(loss: number, step: number) => [number, number]} */
  const point = (loss, step) => [
    LEFT + ((right - LEFT) * step) / Math.max(steps, 1),
    BOTTOM - (BOTTOM - TOP) * (loss / highest),
  ];
  const text = (/** @type {string} */ words, /** @type {Record<string, string | number>} */ attributes) => {
    const made = svg("text", attributes);
    made.textContent = words;
    return made;
  };
  const [x, y] = point(last, steps);
  canvas.setAttribute("aria-label", label);
  canvas.replaceChildren(
    svg("path", { class: "axes", d: `M ${LEFT} ${TOP} V ${BOTTOM} H ${right}` }),
    text(short(highest), { class: "end", x: LEFT - 4, y: TOP }),
    text("0", { class: "end", x: LEFT - 4, y: BOTTOM }),
    text("J", { class: "letter end", x: LEFT - 4, y: (TOP + BOTTOM) / 2 }),
    text("0", { x: LEFT, y: HEIGHT - 4 }),
    ...(steps ? [text(String(steps), { class: "end", x: right, y: HEIGHT - 4 })] : []),
    svg("polyline", { points: losses.map((loss, step) => point(loss, step).join(",")).join(" ") }),
    svg("circle", { cx: x, cy: y, r: 3.5 }),
  );
};
