"""How far participants agree on weights: standard deviations, and Kendall's W over ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.numerics import Floats, np
from domino_survey.weighting.result import Dispersion

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Two weights this close are tied: an eigenvector has rounding errors, its ranks must not.
_TIED = 1e-9


def dispersion(individual: Floats) -> Dispersion | None:
    """The dispersion of K participants' weights, shape (K, n); None where K is below 2."""
    if len(individual) < 2:  # noqa: PLR2004 - nobody differs from themselves
        return None
    deviations = individual.std(axis=0, ddof=1)
    return Dispersion(tuple(deviations.tolist()), concordance(individual))


def concordance(values: ArrayLike) -> float | None:
    """Kendall's coefficient of concordance W of K judges on n items, `values` of shape (K, n).

    `W = 12 S / (K^2 (n^3 - n) - K sum_k T_k)`, with S the sum of squares of the rank sums about their
    mean and `T_k = sum (t^3 - t)` over the groups of t items that judge k ties, which share their
    mean rank. None for one judge, and where every judge ties everything.

    Scoring method, 2.5; Kendall & Babington Smith (1939), The problem of m rankings, Annals of Mathematical Statistics
    10(3); with ties Kendall & Gibbons (1990), Rank Correlation Methods, 5th ed., chapter 6.
    """
    scores = np.asarray(values, dtype=np.float64)
    judges, items = scores.shape
    if judges < 2:  # noqa: PLR2004 - agreement is between two
        return None
    above = scores[:, :, None] - scores[:, None, :]
    tied = (np.abs(above) <= _TIED).sum(axis=2)
    sums = ((above > _TIED).sum(axis=2) + (tied + 1) / 2).sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    # Each of t tied items brings t^2 - 1, so that a group brings t^3 - t.
    ties = int((tied**2 - 1).sum())
    most = judges**2 * (items**3 - items) - judges * ties
    return 12 * spread / most if most else None
