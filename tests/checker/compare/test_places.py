"""Finding the index of a printed number."""

import pytest

from torchnn_doc import torch
from torchnn_doc.checker.compare.outputs import ENTRY, output_lines
from torchnn_doc.checker.compare.places import places


@pytest.mark.parametrize("sizes", [(4,), (3, 2), (2, 30), (2, 3, 4), (2, 2, 2, 17)])
@pytest.mark.parametrize("step", [1, 0.001, 1000.5])
def test_every_number_of_a_tensor_is_found_at_its_index(sizes: tuple[int, ...], step: float) -> None:
    tensor = torch.Tensor(*sizes)
    tensor[...] = torch.range(1, tensor.nElement()).reshape(sizes) * step
    lines = output_lines(f"a line\n 7.5\n{tensor}\nanother")
    factor = next((float(line.split()[0]) for line in lines if line.endswith(" *")), 1)

    found = {
        index: float(list(ENTRY.finditer(lines[line]))[place][0]) * factor
        for line, at in places(lines).items()
        for place, index in at.items()
    }

    assert len(found) == sum(map(len, places(lines).values())) == tensor.nElement()
    assert all(abs(value - tensor[index]) <= abs(value) * 1e-3 for index, value in found.items())


@pytest.mark.parametrize(
    ("text", "number", "index"),
    [
        ("[1.5, [2.5, 3.5]]", "3.5", (1, 1)),
        ("array([[1., 2.],\n       [3., 9.]])", "9.", (1, 1)),
        ("tensor([[[1, 2],\n         [3, 9]]])", "9", (0, 1, 1)),
        ("[(1+2j) (3+9j)]", "9", (1,)),
        ("[nan inf 9]", "9", (2,)),
        ("[0 1 ... 8 9]", "1", (1,)),
        ("loss 9", "9", None),
        ("[0 1 ... 8 9]", "9", None),  # how many are left out is not said
        ("done] 9", "9", None),
    ],
)
def test_numbers_in_brackets_are_counted_as_python_counts_them(
    text: str, number: str, index: tuple[int, ...] | None
) -> None:
    lines = text.splitlines()
    at = places(lines)
    found = [
        at.get(line, {}).get(place)
        for line, row in enumerate(lines)
        for place, entry in enumerate(ENTRY.finditer(row))
        if entry[0] == number
    ]
    assert found == [index]
