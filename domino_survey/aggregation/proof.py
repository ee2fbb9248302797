"""How much of what a group answered rests on proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domino_survey.numerics import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS: Final = 20


def proof_share(
    answered: NDArray[np.int64], proven: NDArray[np.int64], *, least: int, dominance: float
) -> float | None:
    """The share of answers that rest on an observation or a measure, to the nearest twentieth.

    Never 0 nor 1, which would tell the same of everybody: 0.05 stands for that much or less, 0.95 for
    that much or more. None where fewer than `least` answered, or where one of them makes up more than
    the share `dominance` of what is proven or of what is not.

    Args:
        answered: how many questions each answered; shape (n,).
        proven: how many of these rest on proof; shape (n,).
        least: fewest who must have answered.
        dominance: the most that one may make up.
    """
    if np.count_nonzero(answered) < least:
        return None
    for amounts in (proven, answered - proven):
        if amounts.sum() > 0 and amounts.max() > dominance * amounts.sum():
            return None
    near = np.floor(STEPS * proven.sum() / answered.sum() + 0.5)
    return float(np.clip(near, 1, STEPS - 1)) / STEPS
