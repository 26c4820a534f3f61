"""Raw random numbers: MT19937, seeded, saved and restored as Torch7 does it.

Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
pseudo-random number generator", ACM TOMACS 8 (1998), seeded by their `init_genrand` (2002); torch7,
`THRandom.c`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

WORDS = 624

# The members of Torch7's `THGenerator` in their order, so that a saved state has its size and its meaning.
STATE = np.dtype(
    [
        ("initial_seed", np.int64),
        ("left", np.int32),
        ("seeded", np.int32),
        ("next", np.uint64),
        ("words", np.uint64, WORDS),
        ("normal_x", np.float64),
        ("normal_y", np.float64),
        ("normal_rho", np.float64),
        ("normal_is_valid", np.int32),
    ],
    align=True,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


class NormalPair(NamedTuple):
    """Two uniform draws x and y, and rho = sqrt(-2 log(1 - y)): they make two normal numbers."""

    x: float
    y: float
    rho: float


class MersenneTwister:
    """A stream of 32-bit numbers, with the pair whose second normal number is still to be handed out.

    Args:
        seed: Where the stream starts; its lowest 32 bits count.

    Attributes:
        initial_seed: The last seed.
        kept: The pair that has one number left, or None.
    """

    def __init__(self, seed: int) -> None:
        # Made when first needed: importing numpy.random takes longer than all of this package.
        self._bits: Any = np.random.MT19937(0)  # numpy annotates its state for reading only
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Starts anew, without a kept pair."""
        # RandomState is numpy's public way to init_genrand; MT19937's own seeding differs.
        self._bits.state = np.random.RandomState(seed % 2**32).get_state(legacy=False)
        self.initial_seed = seed
        self.kept: NormalPair | None = None

    def raw(self, count: int) -> NDArray[np.uint64]:
        """Returns the next numbers, each from 0 to 2**32 - 1."""
        raw: NDArray[np.uint64] = self._bits.random_raw(count)
        return raw

    def save(self) -> NDArray[np.uint8]:
        """Returns all there is to know, as the bytes of a `THGenerator`."""
        inner = self._bits.state["state"]
        state = np.zeros(1, STATE)
        state["initial_seed"] = self.initial_seed
        state["left"] = WORDS + 1 - inner["pos"]
        state["seeded"] = 1
        state["next"] = inner["pos"]
        state["words"] = inner["key"]
        if self.kept is not None:
            state["normal_x"], state["normal_y"], state["normal_rho"] = self.kept
            state["normal_is_valid"] = 1
        return state.view(np.uint8)

    def restore(self, saved: NDArray[np.uint8]) -> bool:
        """Goes back to what `save` returned; returns False, and changes nothing, where it cannot be that."""
        state = np.ascontiguousarray(saved).view(STATE)[0]
        if state["seeded"] != 1 or not 0 < state["left"] <= WORDS or state["next"] > WORDS:
            return False
        inner = {"key": state["words"].astype(np.uint32), "pos": WORDS + 1 - int(state["left"])}
        self._bits.state = {"bit_generator": "MT19937", "state": inner}
        self.initial_seed = int(state["initial_seed"])
        pair = NormalPair(*(float(state[name]) for name in ("normal_x", "normal_y", "normal_rho")))
        self.kept = pair if state["normal_is_valid"] else None
        return True
