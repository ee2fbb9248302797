"""The screen of what initiatives say, without a browser: states, filters, hostile texts, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domino_survey.answers import answered
from domino_survey.i18n import plain
from domino_survey.likeness import found
from domino_survey.services import assessments, drafts
from domino_survey.services.rights import EVERYWHERE, Identity, Role, Scope
from domino_survey.services.voices import voices
from domino_survey.ui import guard, quotes, routes, voices_view
from tests.pages.screens import Assessment, Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from domino_survey.services.context import Context

READER = Identity(
    frozenset({Role.VISITOR, Role.DECISION_MAKER}), scopes=(EVERYWHERE, Scope("region", "53"))
)
HOSTILE = (
    "<img src=x onerror=alert(1)> <b>gras</b>",
    "# Titre\n\n- liste **gras** [lien](http://x.example) :tada: $a^2$\n\n    code",
    "=HYPERLINK(1)",
    ("long " * 400).strip(),
    "🎉💡",
    "le la les et de",
    "\u202eenvers\x07",
    "</script><style>*{display:none}</style>",
    "> citation\n> suite\n\n| a | b |\n|---|---|",
    "www.x.example et a@x.example :material/lock: :red[rouge] <- ->",
)


def readable(text: str) -> str:
    return (
        text.replace("\\", "")
        .replace("\u2060", "")
        .replace("’", "'")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )


def sent(context: Context, texts: Mapping[str, str], *shares: str) -> Assessment:
    """An assessment that says this, sent."""
    made = Assessment.start(context, "full")
    answers = {
        "P01": answered("Un nom à ne pas dire"),
        "P03": answered("35236"),
        "P10": answered("fonctionnement"),
        "P19": answered(shares or ("agregats", "ouvertes")),
        "A1.T1.Q1": answered("4"),
        **{item: answered(text) for item, text in texts.items()},
    }
    for item, answer in answers.items():
        drafts.save_answer(
            context, made.identity, made.opened.response_id, item, answer, session="test"
        )
    assessments.submit(context, made.identity, made.opened.response_id)
    return made


@pytest.fixture
def open_tab(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Tab]:
    monkeypatch.setattr(guard, "identify", lambda: READER)
    return lambda: Tab(routes.VOICES)


@pytest.mark.usefixtures("context")
def test_voices__nothing_sent__says_what_is_missing(open_tab: Callable[[], Tab]) -> None:
    tab = open_tab()
    assert "au moins 5 bilans" in readable(tab.said)
    assert not tab.widgets("voices-search")


def test_voices__figures_but_no_words__says_so_and_leads_to_the_figures(
    context: Context, open_tab: Callable[[], Tab]
) -> None:
    for _ in range(5):
        sent(context, {}, "agregats")
    assert "acceptent de montrer" in readable(open_tab().said)


@pytest.mark.parametrize("shown", [1, 3])
def test_voices__few_texts_on_an_axis__shown_without_groups(
    shown: int, context: Context, open_tab: Callable[[], Tab]
) -> None:
    for number in range(5):
        axis = "A1" if number < shown else "A2"
        sent(context, {f"{axis}.pepite": f"Une idée claire {number}"})
    tab = open_tab()
    assert "mot pour mot : **5** textes" in readable(tab.said)
    assert readable(tab.said).count("Une idée claire") == shown
    assert "Autour de" not in tab.said
    tab.set("voices-axis", voices_view.ALL)
    assert readable(tab.said).count("Une idée claire") == 5
    assert "Un nom à ne pas dire" not in readable(tab.said)


def test_voices__three_hundred_texts__every_one_is_there(
    make_context: Callable[..., Context], open_tab: Callable[[], Tab]
) -> None:
    context = make_context(smallest_group=3)
    things = ("assurance", "salle", "vélo", "outil", "jardin", "repas", "élue", "loyer")
    items = [item for axis in "12345" for item in (f"A{axis}.pepite", f"A{axis}.vigilance")]
    for number in range(30):
        sent(
            context,
            {
                item: f"Texte-{number}-{place} : {things[(number + place) % 8]} à voir"
                for place, item in enumerate(items)
            },
        )
    total = len(voices(context, READER, "domino", EVERYWHERE).cards)
    assert total > 200  # the others wait
    tab = open_tab()
    tab.set("voices-axis", voices_view.ALL)
    assert readable(tab.said).count("Texte-") == total
    tab.set("voices-view", voices_view.GRID)
    assert readable(tab.said).count("Texte-") == total


def test_voices__hostile_texts__are_shown_as_typed(
    context: Context, open_tab: Callable[[], Tab]
) -> None:
    for text in HOSTILE:
        sent(context, {"A1.pepite": text})
    tab = open_tab()
    for view in (voices_view.BY_THEME, voices_view.GRID):
        tab.set("voices-view", view)
        for text in HOSTILE:
            for line in plain(text.strip()).split("\n"):
                assert line.rstrip() in tab.said
    assert not any(one.allow_html for one in tab.app.markdown)
    for word in ("gras", "=hyper", "🎉", "[", ":"):
        tab.set("voices-search", word)
    tab.set("voices-search", "x" * 5000)
    assert "Aucun texte ne contient" in readable(tab.said)


def test_voices__a_word_elsewhere__says_how_many(
    context: Context, open_tab: Callable[[], Tab]
) -> None:
    for number in range(5):
        sent(
            context,
            {"A1.pepite": f"Accueil {number}", "A2.pepite": 'La médiathèque s\'ouvre : "oui"'},
        )
    tab = open_tab()
    tab.set("voices-search", "MEDIATHEQUE")
    assert "dans ce choix ; 5 ailleurs" in readable(tab.said)
    tab.set("voices-axis", "A2")
    assert ":orange-background[médiathèque]" in tab.said
    assert "(5 fois)" in readable(tab.said)
    assert plain('s\'ouvre : "oui"') in tab.said
    tab.set("voices-kind", "vigilance")
    assert "5 ailleurs" in readable(tab.said)
    tab.set("voices-search", "")
    assert "Aucun texte de cette sorte" in readable(tab.said)


def test_voices__taken_back__gone_at_the_next_look(
    context: Context, open_tab: Callable[[], Tab]
) -> None:
    made = [sent(context, {"A1.pepite": f"Une idée claire {number}"}) for number in range(10)]
    tab = open_tab()
    tab.set("voices-view", voices_view.GRID)
    assert "Une idée claire 4" in readable(tab.said)
    assessments.withdraw(context, made[4].identity, made[4].opened.response_id)
    tab.app.run()
    assert "Une idée claire 4" not in readable(tab.sound().said)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("la médiathèque", "medi", "la :orange-background[médiathèque]"),
        ("un mot suivi", "mot", "un :orange-background[mot] suivi"),
        ("a*b*", "*b", "a:orange-background[\\*b]\\*"),
        ("a] b", "]", "a:orange-background[\\]] b"),
        ("sans", "", "sans"),
        (
            "samedi et samedi",
            "sa me di",
            ":orange-background[samedi] et :orange-background[samedi]",
        ),
    ],
)
def test_marked__words_looked_for__whole_and_escaped(text: str, query: str, expected: str) -> None:
    assert quotes.marked(text, found(text, query) or ()) == expected


def test_listed__line_breaks__stay_in_their_item() -> None:
    assert quotes.listed(["a", plain("b\n\n# c")]) == "- a\n\n- b  \n    \n  \\# c"
