"""Shares in words: never more than they are."""

from __future__ import annotations

import pytest

from domino_survey.i18n import Translator
from domino_survey.wording import sureness


@pytest.mark.parametrize(
    ("drawn", "words"),
    [(0, "0"), (290, "29"), (580, "58"), (585, "58"), (999, "99"), (1000, "100")],
)
def test_share__of_a_thousand_draws__is_cut_at_the_whole_percent(drawn: int, words: str) -> None:
    assert sureness._share(Translator("fr"), drawn / 1000).startswith(words)
