// Says where the arrows of the layer are, between its tensors.

/** @import { Place, Way } from "./arrows.js" */

/** @type {(box: Record<string, Place>) => Way[]} */
export const layerWays = (box) => {
  const { input, weight, bias, output, gradInput, gradWeight, gradBias, gradOutput } = box;
  const names = gradWeight.top - gradWeight.nameHeight; // the upper edge of theirs
  const corridor = (weight.bottom + names) / 2;
  const into = (gradInput.right + gradWeight.left) / 2 - 3;
  const between = gradOutput.left - gradBias.right;
  const fork = gradOutput.left - 0.2 * between;
  const step = weight.left + weight.width / 2;
  return [
    {
      call: "forward",
      colour: "forward",
      points: [
        [input.right, input.y],
        [weight.left, input.y],
      ],
    },
    {
      call: "forward",
      colour: "forward",
      points: [
        [bias.right, output.y],
        [output.left, output.y],
      ],
    },
    {
      call: "updateGradInput",
      colour: "backward",
      points: [
        [gradOutput.left, gradOutput.y],
        [fork, gradOutput.y],
        [fork, corridor],
        [into, corridor],
        [into, gradInput.y],
        [gradInput.right, gradInput.y],
      ],
      label: ["Wᵀ", bias.left, corridor],
    },
    {
      call: "accGradParameters",
      colour: "backward",
      points: [
        [gradOutput.left, gradOutput.y],
        [gradBias.right, gradOutput.y],
      ],
      label: ["+=", gradBias.right + 0.55 * between, gradOutput.y - 0.12 * gradOutput.height],
    },
    {
      call: "updateParameters",
      colour: "rest",
      points: [
        [step, names],
        [step, weight.bottom],
      ],
      label: ["−η", step + 0.12 * weight.width, (corridor + names) / 2],
    },
  ];
};
