"""Choosing the questionnaire whose assessments a screen looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey.i18n import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.storage import QuestionnaireUse
    from domino_survey.ui.guard import Visit


def choose(here: Visit, uses: Sequence[QuestionnaireUse], key: str) -> QuestionnaireUse:
    """The questionnaire that was used last, or another one; where there is but one, it is said."""
    t = here.t
    by_hash = {use.ref.hash: use for use in uses}
    names = {key: name_of(here, use) for key, use in by_hash.items()}
    if len(names) == 1:
        (only,) = names
        st.markdown(t("Questionnaire : **{name}**", name=plain(names[only])))
        return by_hash[only]
    chosen = st.selectbox(
        t("Questionnaire"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        filter_mode=None,
    )
    return by_hash[chosen]


def name_of(here: Visit, use: QuestionnaireUse) -> str:
    """A questionnaire with its version and how many assessments it has."""
    t = here.t
    return t.plural(
        "{title}, version {version} ({count} bilan envoyé)",
        "{title}, version {version} ({count} bilans envoyés)",
        use.submitted,
        title=t.text(here.context.library.exact(use.ref).title),
        version=use.ref.version,
    )
