// Says where the arrows of the network are: forward down the left side, backward up the right side.

/** @import { Place, Way } from "./arrows.js" */

const middle = (/** @type {Place} */ { left, width }) => left + width / 2;

/** @type {(box: Record<string, Place>) => Way[]} */
export const networkWays = (box) => {
  const { x, W, b, a, h, V, c, y, t, J, dJdy, dJdV, dJdc, dJdh, dJda, dJdW, dJdb, dJdx } = box;
  const [left, right] = [middle(x), middle(dJdx)];

  /** @type {(call: string, from: Place, to: Place, label: string, at: number) => Way} */
  const down = (call, from, to, label, at) => ({
    call,
    colour: "forward",
    points: [
      [left, from.bottom],
      [left, to.top],
    ],
    label: [label, left, at],
  });
  /** @type {(call: string, from: number, to: Place, label: string, at: number) => Way} */
  const up = (call, from, to, label, at) => ({
    call,
    colour: "backward",
    points: [
      [right, from],
      [right, to.bottom],
    ],
    label: [label, right, at],
  });
  /** @type {(call: string, colour: "forward" | "backward", from: number, to: number, at: number, label?: string) => Way} */
  const across = (call, colour, from, to, at, label = "") => ({
    call,
    colour,
    points: [
      [from, at],
      [to, at],
    ],
    label: [label, (from + to) / 2, at],
  });
  /** @type {(gradient: Place, parameter: Place) => Way} */
  const step = (gradient, parameter) => ({
    call: "updateParameters",
    colour: "rest",
    points: [
      [parameter.right - 0.5 * parameter.height, gradient.top - gradient.nameHeight],
      [parameter.right - 0.5 * parameter.height, parameter.bottom],
    ],
  });
  // Where it is computed is written above where it goes across.
  const sigmoid = a.bottom + 0.4 * (h.top - a.bottom);
  const loss = (y.bottom + t.y) / 2;
  return [
    down("forward a", x, a, "Wx + b", W.y),
    down("forward h", a, h, "σ(a)", sigmoid),
    down("forward y", h, y, "Vh + c", V.y),
    down("forward J", y, J, "(y−t)²", loss),
    across("forward J", "forward", t.left, left, t.y),
    across("backward y", "forward", t.right, right, t.y),
    across("backward a", "forward", left, right, a.bottom + 0.68 * (h.top - a.bottom), "h"),
    across("backward V", "forward", left, dJdV.left, dJdV.y, "h"),
    across("backward W", "forward", left, dJdW.left, dJdW.y, "x"),
    up("backward y", t.y, dJdy, "2(y−t)", loss),
    up("backward h", dJdy.top, dJdh, "Vᵀ", V.y),
    across("backward V", "backward", right, dJdc.right, dJdc.y),
    up("backward a", dJdh.top, dJda, "h(1−h)", sigmoid),
    up("backward x", dJda.top, dJdx, "Wᵀ", W.y),
    across("backward W", "backward", right, dJdb.right, dJdb.y),
    step(dJdW, W),
    step(dJdb, b),
    step(dJdV, V),
    step(dJdc, c),
  ];
};
