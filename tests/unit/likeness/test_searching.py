from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domino_survey.likeness import found


def marked(text: str, query: str) -> list[str] | None:
    spans = found(text, query)
    return None if spans is None else [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("La réparation", "repar", ["répar"]),
        ("ÉCOLE et école", "école", ["ÉCOLE", "école"]),
        ("un cœur, un œuf", "oeu", ["œu", "œu"]),
        ("cœur", "coe", ["cœ"]),
        ("l'assurance des prêts", "prets assurance", ["assurance", "prêts"]),
        ("e\u0301cole", "ecole", ["e\u0301cole"]),
        ("rien de tel", "assurance", None),
        ("un mot sur deux", "mot absent", None),
        ("tout", "", []),
        ("tout", "   ", []),
        ("<b>a.b*c</b>", ".b*", [".b*"]),
        ("💡 idée", "💡", ["💡"]),
        ("İstanbul", "istanbul", ["İstanbul"]),
    ],
)
def test_found__case_and_accents__do_not_count(
    text: str, query: str, expected: list[str] | None
) -> None:
    assert marked(text, query) == expected


@given(st.text(max_size=60), st.text(max_size=6))
def test_found__any_text__spans_are_apart_in_order_and_within(text: str, query: str) -> None:
    spans = found(text, query)
    for start, end in spans or ():
        assert 0 <= start < end <= len(text)
    for (_, end), (start, _) in zip(spans or (), (spans or ())[1:], strict=False):
        assert end < start


@given(st.text(min_size=1, max_size=30).filter(lambda text: bool(text.split())))
def test_found__a_word_of_the_text__is_found(text: str) -> None:
    assert found(text, text.split(maxsplit=1)[0]) is not None
