"""Weights from pairwise comparisons: the analytic hierarchy process (scoring method, 2.5)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from domino_survey.errors import refusal
from domino_survey.numerics import Floats, np
from domino_survey.weighting.agreement import dispersion
from domino_survey.weighting.judgements import MOST_COMPARED, reciprocal_matrices
from domino_survey.weighting.result import Consistency, Judgement, Participant, Weighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from domino_survey.weighting.judgements import Judgements

# Mean consistency index of random reciprocal matrices of order 1, 2, 3 and so on: Alonso & Lamata
# (2006), Consistency in the analytic hierarchy process: a new approach, International Journal of
# Uncertainty, Fuzziness and Knowledge-Based Systems 14(4). Orders 1 and 2 cannot be inconsistent.
RANDOM_INDICES = (0.0, 0.0, 0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499, 1.4854)


def ahp_weights(items: Sequence[str], judgements: Mapping[str, Judgements]) -> Weighting:
    """The group's weights, with each participant's own, their dispersion and every consistency.

    Scoring method, 2.5. The group's matrix is `a_ij = exp(mean_k ln a_kij)`, the mean of judgements that keeps it
    reciprocal (Aczel & Saaty 1983, Procedures for synthesizing ratio judgements, Journal of
    Mathematical Psychology 27). Inconsistent judgements are accepted; `consistency` flags them.

    Args:
        items: the children to weigh, `MOST_COMPARED` at most.
        judgements: by participant, how many times as important the first item of a pair is as the
            second, from 1/9 to 9. Each pair in one direction suffices.

    Raises:
        DominoError: all faults at once, see `reciprocal_matrices`; no items, too many, or nobody.
    """
    if not items:
        raise refusal("nothing-to-weigh")
    if len(items) > MOST_COMPARED:
        raise refusal("too-many-compared", found=len(items), most=MOST_COMPARED)
    if not judgements:
        raise refusal("nobody-weighed")
    matrices = reciprocal_matrices(items, judgements)
    participants = tuple(
        Participant(name, *eigenvector_weights(items, matrix))
        for name, matrix in zip(judgements, matrices, strict=True)
    )
    weights, consistency = eigenvector_weights(items, np.exp(np.log(matrices).mean(axis=0)))
    individual = np.array([participant.weights for participant in participants])
    return Weighting(
        "ahp", tuple(items), weights, participants, dispersion(individual), consistency
    )


def eigenvector_weights(
    items: Sequence[str], matrix: ArrayLike
) -> tuple[tuple[float, ...], Consistency]:
    """The principal eigenvector of a reciprocal matrix, summing to 1, and its consistency.

    Scoring method, 2.5: `CI = (lambda_max - n) / (n - 1)`, `CR = CI / RI_n`, 0 for n <= 2 (Saaty 1980, The Analytic
    Hierarchy Process). Judgements are ordered by how far `a_ij w_j / w_i` is from 1, as Saaty (2003)
    finds the one to reconsider: Decision-making with the AHP: why is the principal eigenvector
    necessary, European Journal of Operational Research 145.

    Args:
        items: n names, 1 to 10 of them.
        matrix: positive and reciprocal, shape (n, n).

    Raises:
        ValueError: there is no random index for so many items.
    """
    judged = np.asarray(matrix, dtype=np.float64)
    count = len(items)
    if count > len(RANDOM_INDICES):
        raise ValueError(f"no random index is known for {count} items")
    vector, value = _principal(judged)
    # No reciprocal matrix has a lower one; rounding may.
    lambda_max = max(value, float(count))
    index = (lambda_max - count) / max(count - 1, 1)
    random = RANDOM_INDICES[count - 1]
    judgements = [
        Judgement(first, second, float(judged[i, j]), float(vector[i] / vector[j]))
        for (i, first), (j, second) in combinations(enumerate(items), 2)
    ]
    judgements.sort(key=lambda judgement: -judgement.departure)
    ratio = index / random if random else 0.0
    found = Consistency(lambda_max, index, ratio, RANDOM_INDICES, tuple(judgements))
    return tuple(vector.tolist()), found


def _principal(matrix: Floats) -> tuple[Floats, float]:
    """The eigenvector of the greatest eigenvalue, which is real and positive (Perron), and that value."""
    values, vectors = np.linalg.eig(matrix)
    greatest = int(np.argmax(values.real))
    vector: Floats = np.abs(vectors[:, greatest].real)
    return vector / vector.sum(), float(values[greatest].real)
