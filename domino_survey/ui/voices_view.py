"""What the initiatives say, on the screen: by theme or as an analysis grid, searched, taken away."""

from __future__ import annotations

import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from msgspec import Struct
from msgspec.structs import replace

from domino_survey import likeness, wording
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.services.voices import alike, voices
from domino_survey.ui import notices, quotes, routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.schema import Axis
    from domino_survey.services.rights import Scope
    from domino_survey.services.voices import Card, CardGroup, Voices
    from domino_survey.ui.guard import Visit

WHY = {
    "too-few": N_(
        "Il faut au moins {count} bilans partagés sur ce territoire pour montrer ce qu'ils disent, et leur "
        "nombre n'y suffit pas encore. Les textes apparaîtront d'eux-mêmes. En attendant, faites connaître "
        "le questionnaire aux initiatives du territoire."
    ),
    "too-close": N_(
        "Les textes de ce territoire ne sont pas montrés en ce moment : comparés à ceux d'autres "
        "territoires, ils laisseraient deviner qui parle. Ils apparaîtront d'eux-mêmes quand d'autres bilans "
        "seront arrivés ; rien n'est perdu."
    ),
    "not-offered": N_(
        "Ce territoire n'est pas proposé ici. Demandez à l'équipe d'organisation un lien pour un autre."
    ),
    "sharing-not-asked": N_(
        "Ce questionnaire ne demande pas aux initiatives si leurs réponses ouvertes peuvent être montrées : "
        "aucune n'est donc affichée."
    ),
    "too-few-words": N_(
        "Les textes de ce territoire ne sont pas encore montrés. Il faut qu'au moins {count} initiatives acceptent de "
        "montrer les leurs, ici et sans qu'une comparaison avec un territoire voisin en désigne moins. Ils "
        "apparaîtront d'eux-mêmes ; les chiffres du territoire, eux, se lisent dans l'observatoire."
    ),
}
BY_THEME, GRID = "theme", "grid"
ALL = "all"
FIRST_SHOWN = 4
LONGEST_SEARCH = 80
COLOURS = ("green", "gray", "orange")


class Wanted(Struct, frozen=True):
    """What is to be read: the axes, one kind or all (empty), and what is looked for in the texts."""

    axes: tuple[Axis, ...]
    kind: str
    search: str

    def of(self, cards: Sequence[Card]) -> list[Card]:
        """The cards that answer to this."""
        ids = {axis.id for axis in self.axes}
        return [
            card
            for card in cards
            if card.axis in ids
            and self.kind in {"", card.kind}
            and likeness.found(card.text, self.search) is not None
        ]


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Ce qu'elles disent"), anchor=False)
    scope = _choose_scope(here)
    try:
        found = _read(here, scope)
    except DominoError as refusal:
        notices.refused(t, refusal)
        return
    if found.why is not None:
        st.info(t(WHY[found.why], count=found.smallest_group), icon=":material/lock:")
        routes.link_to(routes.OBSERVATORY, t, t("Voir l'observatoire"), routes.ONWARDS)
        return
    _what_this_is(here, found)
    view = _choose_view(here)
    wanted = _choose(here, found)
    cards = wanted.of(found.cards)
    _how_many(here, found, wanted, cards)
    if not cards:
        return
    if view == GRID:
        _grid(here, found, wanted)
    else:
        _themes(here, found, wanted)
    _take_away(here, scope, wanted, len(cards))


def _read(here: Visit, scope: Scope) -> Voices:
    return voices(here.context, here.identity, here.context.settings.questionnaire, scope)


def _choose_scope(here: Visit) -> Scope:
    """The territory of the access link, or the choice among those of several links."""
    t = here.t
    names = {
        wording.territory_name(t, here.context.territories, scope): scope
        for scope in here.identity.scopes
    }
    if len(names) == 1:
        (name,) = names
        st.markdown(t("Territoire : **{name}**", name=plain(name)))
        return names[name]
    chosen = st.selectbox(t("Territoire"), list(names), key="voices-territory", filter_mode=None)
    return names[chosen]


def _what_this_is(here: Visit, found: Voices) -> None:
    t = here.t
    words = t.plural(
        "Ce que les initiatives répondent aux questions ouvertes, mot pour mot : **{count}** texte.",
        "Ce que les initiatives répondent aux questions ouvertes, mot pour mot : **{count}** textes.",
        len(found.cards),
    )
    st.markdown(words)
    st.caption(
        t(
            "Seules paraissent les initiatives qui l'ont accepté, sans leur nom. Leurs textes sont mêlés : rien ne dit "
            "lesquels viennent de la même. Les nouveaux arrivent avec ceux d'au moins {count} initiatives ; un "
            "texte retiré ou corrigé disparaît aussitôt.",
            count=found.smallest_group,
        )
    )


# --- What is to be read ---------------------------------------------------------------------------


def _choose_view(here: Visit) -> str:
    t = here.t
    views = {BY_THEME: t("Par thème"), GRID: t("Grille d'analyse")}
    return st.radio(
        t("Présentation"),
        list(views),
        format_func=views.__getitem__,
        horizontal=True,
        key="voices-view",
    )


def _choose(here: Visit, found: Voices) -> Wanted:
    t, questionnaire = here.t, found.questionnaire
    axes = {axis.id: axis for axis in questionnaire.axes if axis.prompts}
    names = {key: plain(t.text(axis.short)) for key, axis in axes.items()}
    kinds = {"": t("Tout"), **_kinds(here, found)}
    left, right = st.columns(2)
    with left:
        chosen = st.selectbox(
            t("Axe"),
            [*names, ALL],
            format_func={**names, ALL: t("Tous les axes")}.__getitem__,
            key="voices-axis",
            filter_mode=None,
        )
    with right:
        search = st.text_input(
            t("Chercher dans les textes"),
            key="voices-search",
            placeholder=t("Par exemple : assurance"),
            icon=":material/search:",
        )
    kind = st.radio(
        t("Sorte de texte"),
        list(kinds),
        format_func=kinds.__getitem__,
        horizontal=True,
        key="voices-kind",
    )
    return Wanted(
        tuple(axes.values()) if chosen == ALL else (axes[chosen],), kind, search[:LONGEST_SEARCH]
    )


def _kinds(here: Visit, found: Voices) -> dict[str, str]:
    return {kind.code: here.t.text(kind.label) for kind in found.questionnaire.prompt_kinds}


def _how_many(here: Visit, found: Voices, wanted: Wanted, cards: Sequence[Card]) -> None:
    """How many texts are shown; where there are none, why and what to do."""
    t = here.t
    every = Wanted(found.questionnaire.axes, "", wanted.search).of(found.cards)
    if not wanted.search.strip():
        if not cards:
            st.info(
                t("Aucun texte de cette sorte sur cet axe pour l'instant. Choisissez-en d'autres."),
                icon=":material/chat_bubble_outline:",
            )
        return
    word = plain(wanted.search.strip())
    if not every:
        st.info(
            t(
                "Aucun texte ne contient « {word} ». Essayez un mot plus court, ou un autre.",
                word=word,
            ),
            icon=":material/search_off:",
        )
    elif not cards:
        st.info(
            t.plural(
                "Aucun texte ne contient « {word} » dans ce choix ; {count} ailleurs : choisissez « Tous les axes » et "
                "« Tout ».",
                "Aucun texte ne contient « {word} » dans ce choix ; {count} ailleurs : choisissez « Tous les axes » et "
                "« Tout ».",
                len(every),
                word=word,
            ),
            icon=":material/search_off:",
        )
    else:
        here_count = t.plural("{count} texte", "{count} textes", len(cards))
        st.markdown(
            t.plural(
                "« {word} » : **{here}** dans ce choix, {count} en tout.",
                "« {word} » : **{here}** dans ce choix, {count} en tout.",
                len(every),
                word=word,
                here=here_count,
            )
        )


# --- By theme -------------------------------------------------------------------------------------


def _themes(here: Visit, found: Voices, wanted: Wanted) -> None:
    t = here.t
    st.caption(
        t(
            "Le rapprochement est automatique, par les mots employés : lisez les textes. Ceux qui ne ressemblent à "
            "aucun thème sont sous « Autres »."
        )
    )
    for axis in wanted.axes:
        # The library of grouping takes a second to load, once in the life of the server.
        with st.spinner(t("Rapprochement des textes")):
            groups = alike(here.context, found, axis.id, wanted.kind)
        left = [(group, wanted.of(group.cards)) for group in groups]
        shown = [(group, kept) for group, kept in left if kept]
        if shown:
            st.header(plain(t.text(axis.short)), anchor=False)
        for theme in (*axis.themes, None):
            mine = [one for one in shown if one[0].theme == theme]
            if mine:
                _theme(here, found, mine, wanted)


def _theme(
    here: Visit, found: Voices, groups: Sequence[tuple[CardGroup, list[Card]]], wanted: Wanted
) -> None:
    t = here.t
    theme = groups[0][0].theme
    count = sum(len(cards) for _, cards in groups)
    title = plain(t.text(theme.title)) if theme is not None else t("Autres")
    st.subheader(title, anchor=False)
    st.caption(t.plural("{count} texte", "{count} textes", count))
    for group, cards in groups:
        with st.container(border=True):
            if len(groups) > 1:
                st.markdown(_named(here, group, len(cards)))
            _cards(here, found, cards, wanted)


def _named(here: Visit, group: CardGroup, count: int) -> str:
    t = here.t
    if not group.words:
        return t.plural(
            "**Sans mots communs** · {count} texte", "**Sans mots communs** · {count} textes", count
        )
    words = t.list_of(t("« {word} »", word=plain(word)) for word in group.words)
    return t.plural(
        "**Autour de {words}** · {count} texte",
        "**Autour de {words}** · {count} textes",
        count,
        words=words,
    )


def _cards(here: Visit, found: Voices, cards: Sequence[Card], wanted: Wanted) -> None:
    """The first ones, and the others folded; all of them where something is looked for."""
    badges = not wanted.kind
    distinct = list(dict.fromkeys(cards))
    first = set(distinct if wanted.search.strip() else distinct[:FIRST_SHOWN])
    folded = [card for card in cards if card not in first]
    shown = [card for card in cards if card in first]
    st.markdown(_listed(here, found, shown, wanted, badges=badges))
    if folded:
        with st.expander(here.t("Lire les autres"), type="compact"):
            st.markdown(_listed(here, found, folded, wanted, badges=badges))


def _listed(
    here: Visit, found: Voices, cards: Sequence[Card], wanted: Wanted, *, badges: bool
) -> str:
    """The texts of cards; what several wrote in the same words stands once, with how many."""
    t = here.t
    kinds = _kinds(here, found)
    colours = dict(zip(kinds, COLOURS, strict=False))

    def one(card: Card, times: int) -> str:
        text = card.text.strip()
        words = quotes.marked(text, likeness.found(text, wanted.search) or ())
        if times > 1:
            # Beside the text and not around it: a translated sentence is typeset, what someone wrote is not.
            words += " " + t(":gray[({count}\u00a0fois)]", count=t.number(times))
        if not badges:
            return words
        colour = colours.get(card.kind, "gray")
        return f":{colour}-badge[{plain(kinds.get(card.kind, card.kind))}] {words}"

    return quotes.listed(one(card, times) for card, times in Counter(cards).items())


# --- The grid -------------------------------------------------------------------------------------


def _grid(here: Visit, found: Voices, wanted: Wanted) -> None:
    """Axes in rows, kinds in columns: how many, then the texts. Nothing is folded, so that it prints."""
    t = here.t
    kinds = {
        code: label for code, label in _kinds(here, found).items() if wanted.kind in {"", code}
    }

    axes = [axis for axis in found.questionnaire.axes if axis.prompts]
    every = replace(wanted, axes=tuple(axes)).of(found.cards)

    def of(axis: Axis, kind: str) -> list[Card]:
        return [card for card in every if (card.axis, card.kind) == (axis.id, kind)]

    st.table(
        {
            t("Axe"): [plain(t.text(axis.short)) for axis in axes],
            **{
                plain(label): [t.number(len(of(axis, code))) for axis in axes]
                for code, label in kinds.items()
            },
        },
        border="horizontal",
        hide_index=True,
    )
    for axis in wanted.axes:
        st.header(plain(t.text(axis.title)), anchor=False)
        for column, (code, label) in zip(st.columns(len(kinds)), kinds.items(), strict=True):
            with column:
                st.subheader(plain(label), anchor=False)
                texts = of(axis, code)
                st.caption(t.plural("{count} texte", "{count} textes", len(texts)))
                if texts:
                    st.markdown(_listed(here, found, texts, wanted, badges=False))


# --- Taken away -----------------------------------------------------------------------------------


def _take_away(here: Visit, scope: Scope, wanted: Wanted, count: int) -> None:
    t = here.t
    st.download_button(
        t.plural("Télécharger {count} texte (CSV)", "Télécharger {count} textes (CSV)", count),
        data=partial(_csv, here, scope, wanted),
        file_name=t("ce-qu-elles-disent") + ".csv",
        mime="text/csv",
        icon=":material/download:",
        key="voices-download",
        on_click="ignore",
    )


def _csv(here: Visit, scope: Scope, wanted: Wanted) -> bytes:
    """The texts that are shown now: asked for again, since some may have been taken back since the page was drawn."""
    from domino_survey.interchange import csv_file  # noqa: PLC0415 - screens that write no file open without it

    t = here.t
    found = _read(here, scope)
    kinds = _kinds(here, found)
    axes = {axis.id: t.text(axis.short) for axis in found.questionnaire.axes}
    rows = [
        (axes[card.axis], kinds.get(card.kind, card.kind), card.text)
        for card in wanted.of(found.cards)
    ]
    with tempfile.TemporaryDirectory(prefix="domino-") as place:
        path = Path(place, "words.csv")
        csv_file.write_rows(path, (t("Axe"), t("Sorte"), t("Texte")), rows, csv_file.EXCEL)
        return path.read_bytes()
