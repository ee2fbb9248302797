"""Cronbach's alpha and item-rest correlations against published analyses, their data in view."""

from __future__ import annotations

import numpy as np
import pytest

from domino_survey import reliability, scoring
from domino_survey.answers import table_of
from tests import builders

# Chatterjee & Price (1977), Regression Analysis by Example: data set `attitude` of R. Share of
# favourable answers in 30 departments, in %: already scores from 0 to 100.
ATTITUDE = """
rating complaints privileges learning raises critical advance
43 51 30 39 61 92 45
63 64 51 54 63 73 47
71 70 68 69 76 86 48
61 63 45 47 54 84 35
81 78 56 66 71 83 47
43 55 49 44 54 49 34
58 67 42 56 66 68 35
71 75 50 55 70 66 41
72 82 72 67 71 83 31
67 61 45 47 62 80 41
64 53 53 58 58 67 34
67 60 47 39 59 74 41
69 62 57 42 55 63 25
68 83 83 45 59 77 35
77 77 54 72 79 77 46
81 90 50 72 60 54 36
74 85 64 69 79 79 63
65 60 65 75 55 80 60
65 70 46 57 75 85 46
50 58 68 54 64 78 52
50 40 33 34 43 64 33
64 61 52 62 66 80 41
53 66 52 50 63 80 37
40 37 42 58 50 57 49
63 54 42 48 66 75 33
66 77 66 63 88 76 72
78 75 58 74 80 78 49
48 57 44 45 51 83 38
85 85 71 71 77 74 55
82 82 39 59 64 78 39
"""
# R package psych (Revelle), alpha(attitude): alpha 0.843; alpha if deleted; item-rest (r.drop).
ATTITUDE_ALPHA = 0.843
ATTITUDE_ITEMS = {
    "rating": (0.810, 0.67),
    "complaints": (0.797, 0.74),
    "privileges": (0.828, 0.56),
    "learning": (0.803, 0.71),
    "raises": (0.795, 0.79),
    "critical": (0.864, 0.27),
    "advance": (0.840, 0.46),
}

# Bock & Lieberman (1970), Psychometrika 35: section 6 of the Law School Admission Test, how many of
# 1000 gave each pattern of right answers.
LSAT = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4,
    "01000": 1, "01001": 8, "01010": 0, "01011": 16, "01100": 0, "01101": 3, "01110": 2,
    "01111": 15, "10000": 10, "10001": 29, "10010": 14, "10011": 81, "10100": 3, "10101": 28,
    "10110": 15, "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11,
    "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip
# Rizopoulos (2006), Journal of Statistical Software 17(5), descript(LSAT): share of right answers,
# point-biserial correlation with the rest, alpha without the item; alpha of all is 0.2950.
LSAT_ALPHA = 0.2950
LSAT_ITEMS = {
    "Q1": (0.924, 0.1128, 0.2754),
    "Q2": (0.709, 0.1532, 0.2376),
    "Q3": (0.553, 0.1728, 0.2168),
    "Q4": (0.763, 0.1444, 0.2459),
    "Q5": (0.870, 0.1216, 0.2663),
}

# Twelve people, eleven right-or-wrong answers, some missing (real-statistics.com; data set
# `cronbach_wide_missing` of pingouin, whose documentation gives psych::alpha(data, use="pairwise")).
PAIRWISE = """
1 1 1 1 1 1 1 1 1 1 1
1 1 1 1 1 1 1 1 0 1 0
- 0 1 1 - 1 1 1 1 0 0
1 1 1 0 1 1 0 1 1 0 0
1 1 1 1 1 0 0 0 1 0 0
0 1 - 0 1 1 1 1 0 0 0
1 1 1 1 0 0 1 0 0 0 0
1 1 1 1 1 0 0 0 0 0 0
0 1 0 1 1 0 0 0 0 1 0
1 0 0 1 0 1 0 0 - 0 0
1 1 1 0 0 0 0 0 0 0 0
1 0 0 1 0 0 0 0 0 0 0
"""
PAIRWISE_ALPHA = 0.732660835214447


def rows(text: str) -> list[list[float | None]]:
    lines = text.strip().splitlines()
    return [[None if cell == "-" else float(cell) for cell in line.split()] for line in lines]


def sums(responses: list[dict[str, float]], *items: str) -> reliability.Sums:
    model = builders.one_theme(*(builders.percent(item) for item in items))
    table = table_of(model, [builders.answers(**response) for response in responses])
    return reliability.sums_of(model, table, scoring.score(model, table))


def test_scale__attitude__agrees_with_psych() -> None:
    header, _, body = ATTITUDE.strip().partition("\n")
    items = header.split()
    responses = [
        {item: value for item, value in zip(items, row, strict=True) if value is not None}
        for row in rows(body)
    ]
    found = reliability.scale(sums(responses, *items), items)
    assert (found.responses, found.left_out) == (30, ())
    assert found.alpha.value == pytest.approx(ATTITUDE_ALPHA, abs=5e-4)
    for item, (deleted, rest) in ATTITUDE_ITEMS.items():
        assert found.items[item].alpha_if_deleted.value == pytest.approx(deleted, abs=5e-4)
        assert found.items[item].item_rest.value == pytest.approx(rest, abs=5e-3)


def test_quality__lsat__agrees_with_ltm() -> None:
    responses = [
        {f"Q{place}": 100.0 * int(right) for place, right in enumerate(pattern, start=1)}
        for pattern, count in LSAT.items()
        for _ in range(count)
    ]
    model = builders.one_theme(*(builders.percent(item) for item in LSAT_ITEMS))
    found = reliability.quality(model, sums(responses, *LSAT_ITEMS), least=5)
    scale = found.scales["T"]
    assert (found.size, scale.responses) == (1000, 1000)
    assert scale.alpha.value == pytest.approx(LSAT_ALPHA, abs=5e-5)
    for item, (right, rest, deleted) in LSAT_ITEMS.items():
        assert found.items[item].ceiling == pytest.approx(right)
        assert found.items[item].floor == pytest.approx(1 - right)
        assert found.items[item].mean == pytest.approx(100 * right)
        assert scale.items[item].item_rest.value == pytest.approx(rest, abs=5e-5)
        assert scale.items[item].alpha_if_deleted.value == pytest.approx(deleted, abs=5e-5)


def test_alpha__missing_answers__is_the_pairwise_one_of_psych() -> None:
    items = [f"Q{place}" for place in range(1, 12)]
    responses = [
        {i: 100 * value for i, value in zip(items, row, strict=True) if value is not None}
        for row in rows(PAIRWISE)
    ]
    covariance = sums(responses, *items).covariance(items)
    assert reliability.cronbach_alpha(covariance).value == pytest.approx(PAIRWISE_ALPHA, abs=1e-12)


def test_figures__attitude__agree_with_another_way_to_compute_them() -> None:
    """Hoyt (1941): alpha is 1 less the ratio of mean squares, residual over persons."""
    scores = np.array(rows(ATTITUDE.strip().partition("\n")[2]), dtype=np.float64)
    people, items = scores.shape
    centred = scores - scores.mean()
    persons = items * (centred.mean(axis=1) ** 2).sum()
    columns = people * (centred.mean(axis=0) ** 2).sum()
    residual = (centred**2).sum() - persons - columns
    expected = 1 - (residual / ((people - 1) * (items - 1))) / (persons / (people - 1))
    covariance = np.cov(scores.T)
    assert reliability.cronbach_alpha(covariance).value == pytest.approx(expected, abs=1e-12)
    for place, found in enumerate(reliability.item_rest_correlations(covariance)):
        rest = np.delete(scores, place, axis=1).sum(axis=1)
        assert found.value == pytest.approx(np.corrcoef(scores[:, place], rest)[0, 1], abs=1e-12)
