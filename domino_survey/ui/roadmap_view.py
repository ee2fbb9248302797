"""The roadmap of a territory on the screen: a card per recommendation kept, and what moved since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.services import access, roadmap
from domino_survey.services.plan import Status
from domino_survey.services.rights import EVERYWHERE
from domino_survey.services.roadmap import LIMITS, Part, Whose
from domino_survey.ui import notices, routes, state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domino_survey.services.rights import Scope
    from domino_survey.services.roadmap import Entry, Roadmap
    from domino_survey.ui.guard import Visit

TERRITORY = "territoire"  # of the address
CHOICE = "roadmap-territory"
OPEN_GROUPS = {Status.UNDER_WAY: N_("En cours"), Status.PLANNED: N_("À faire")}
FOLDED_GROUPS = {Status.DONE: N_("Pistes menées à bien"), Status.DROPPED: N_("Pistes abandonnées")}
NOT_TODAY = {
    "too-few": N_(
        "Aujourd'hui, les chiffres de ce territoire ne sont pas affichés : il y faut au moins {count} bilans."
    ),
    "too-close": N_(
        "Aujourd'hui, les chiffres de ce territoire ne sont pas affichés : comparés à d'autres, ils "
        "laisseraient deviner les réponses de quelques initiatives."
    ),
}
NOT_SHOWN = N_("Aujourd'hui, les chiffres de ce territoire ne sont pas affichés.")


def query_of(scope: Scope) -> dict[str, str]:
    """What the address of a roadmap says of its territory."""
    return {TERRITORY: _written(scope)}


def draw(here: Visit) -> None:
    """The whole page: what is under way and planned, then folded what is over and what was taken out."""
    t = here.t
    st.title(t("Feuille de route"), anchor=False)
    try:
        scope = _scope(here)
        whose = Whose(here.context.settings.questionnaire, scope)
        found = roadmap.read_roadmap(here.context, here.identity, whose)
    except DominoError as refusal:
        notices.refused(t, refusal)
        routes.link_to(routes.OBSERVATORY, t, t("Revenir à l'observatoire"))
        return
    if not found.entries:
        _empty(here)
    else:
        st.markdown(
            t(
                "Peu de pistes, chacune avec une personne et une date. Toutes les personnes qui ont un lien "
                "pour ce territoire lisent et modifient la même feuille ; chaque saisie est enregistrée."
            )
        )
        st.markdown(_counted(here, found))
        if found.reason is not None:
            words = NOT_TODAY.get(found.reason, NOT_SHOWN)
            st.info(t(words, count=found.smallest_group), icon=":material/lock:")
        elif not any(entry.newer for entry in found.entries):
            st.caption(
                t(
                    "L'observatoire n'affiche encore rien de plus récent que ces pistes. Quand ce sera le cas, "
                    "vous verrez sous chacune ce qui a bougé."
                )
            )
    _groups(here, whose, found)
    if found.removed:
        with st.expander(t("Pistes retirées")):
            for entry in found.removed:
                _removed(here, whose, entry)
    if found.entries:
        st.caption(
            t(
                "Les chiffres sont ceux que l'observatoire affichait, puis affiche. Ce ne sont pas forcément "
                "les mêmes initiatives qui répondent : un écart de quelques points ne dit rien, et un écart "
                "plus grand ne vient pas toujours de votre action."
            )
        )
    routes.link_to(routes.OBSERVATORY, t, t("Revenir à l'observatoire"), ":material/arrow_back:")


def _scope(here: Visit) -> Scope:
    """The territory of the address, or of the only link, or the choice among those of several links.

    Raises `not-allowed` and `unknown-territory` for what an address may say.
    """
    t, scopes = here.t, here.identity.scopes
    asked = st.query_params.get(TERRITORY)
    wanted = access.written_scope(asked) if asked is not None else scopes[0]
    if wanted not in scopes:
        return wanted  # the service says no
    if len(scopes) == 1:
        st.markdown(
            t(
                "Territoire : **{name}**",
                name=plain(wording.territory_name(t, here.context.territories, wanted)),
            )
        )
        return wanted
    names = {
        _written(scope): wording.territory_name(t, here.context.territories, scope)
        for scope in scopes
    }
    chosen = st.selectbox(
        t("Territoire"),
        list(names),
        index=list(names).index(_written(wanted)),
        format_func=names.__getitem__,
        key=CHOICE,
        on_change=_choose,
        filter_mode=None,
    )
    return access.written_scope(chosen)


def _choose() -> None:
    """The address says what was chosen, so that it can be sent."""
    st.query_params[TERRITORY] = st.session_state[CHOICE]


def _written(scope: Scope) -> str:
    return scope.kind if scope == EVERYWHERE else f"{scope.kind}:{scope.code}"


def _empty(here: Visit) -> None:
    st.markdown(
        here.t(
            "Rien n'est encore gardé. Dans l'observatoire, sous « Que faire ? », gardez deux ou trois pistes : "
            "elles se retrouvent ici, avec les chiffres du jour, et vous verrez dans un an ce qui a bougé."
        )
    )


def _counted(here: Visit, found: Roadmap) -> str:
    t = here.t
    said = t.plural(
        "{count} piste dans la feuille de route.",
        "{count} pistes dans la feuille de route.",
        len(found.entries),
    )
    late = sum(one.late for one in found.entries)
    if late:
        said += " " + t.plural("{count} est en retard.", "{count} sont en retard.", late)
    return said


def _groups(here: Visit, whose: Whose, found: Roadmap) -> None:
    for status, title in OPEN_GROUPS.items():
        chosen = [one for one in found.entries if one.status is status]
        if chosen:
            st.header(here.t(title), anchor=False)
            _cards(here, whose, chosen)
    for status, title in FOLDED_GROUPS.items():
        chosen = [one for one in found.entries if one.status is status]
        if chosen:
            with st.expander(here.t(title)):
                _cards(here, whose, chosen)


def _cards(here: Visit, whose: Whose, entries: Sequence[Entry]) -> None:
    for entry in entries:
        with st.container(border=True):
            _card(here, whose, entry)


def _card(here: Visit, whose: Whose, entry: Entry) -> None:
    t, questionnaire, recommendation = here.t, entry.questionnaire, entry.recommendation
    with st.container(horizontal=True, gap="small"):
        stages = {stage.code: stage for stage in questionnaire.action_stages}
        st.badge(plain(t.text(stages[recommendation.stage].label)), color="green")
        st.badge(plain(t.text(questionnaire.axis_of[recommendation.axis].short)), color="gray")
        if entry.late and entry.due is not None:
            st.badge(
                t("en retard : échéance le {date}", date=t.date(entry.due)),
                icon=":material/schedule:",
                color="orange",
            )
    st.markdown(f"**{plain(t.text(recommendation.title))}**")
    st.markdown(plain(t.text(recommendation.action)))
    _form(here, whose, entry)
    _figures(here, entry)
    with st.expander(t("Comment la suivre"), type="compact"):
        st.markdown(wording.readable(t, questionnaire, t.text(recommendation.follow_up), plain))
        st.markdown(t("**Qui :** {who}", who=plain(t.text(recommendation.who))))
        st.markdown(
            t("**Précédent :** {precedent}", precedent=plain(t.text(recommendation.precedent)))
        )
        st.caption(
            t(
                "Gardée le {kept}, modifiée le {changed}.",
                kept=t.date(entry.kept_at),
                changed=t.datetime(entry.changed_at),
            )
        )
    st.button(
        t("Retirer de la feuille de route"),
        key=_key(whose, entry, "out"),
        type="tertiary",
        icon=":material/delete:",
        on_click=_act,
        args=(here, whose, entry, roadmap.remove),
    )


def _form(here: Visit, whose: Whose, entry: Entry) -> None:
    t = here.t
    _fill(whose, entry)
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            t("Où en est-elle ?"),
            list(Status),
            format_func={
                status: t(label) for status, label in wording.STATUSES.items()
            }.__getitem__,
            key=_key(whose, entry, Part.STATUS),
            on_change=_decide,
            args=(here, whose, entry, Part.STATUS),
            filter_mode=None,
            width=160,
        )
        st.text_input(
            t("Qui s'en charge ?"),
            key=_key(whose, entry, Part.OWNER),
            on_change=_decide,
            args=(here, whose, entry, Part.OWNER),
            width=210,
        )
        st.text_input(
            t("Pour quand ?"),
            key=_key(whose, entry, Part.WHEN),
            placeholder=t("juin 2027, 30/06/2027…"),
            on_change=_decide,
            args=(here, whose, entry, Part.WHEN),
            width=190,
        )
    st.text_area(
        t("Note ({limit} caractères au plus)", limit=t.number(LIMITS[Part.NOTE])),
        height=68,
        key=_key(whose, entry, Part.NOTE),
        on_change=_decide,
        args=(here, whose, entry, Part.NOTE),
    )
    if entry.when and entry.due is None:
        st.caption(
            t("L'échéance ne nomme ni jour, ni mois, ni année : aucun retard ne sera signalé.")
        )
    for part in Part:
        for sentence in state.faults().get(_key(whose, entry, part), []):
            st.error(plain(sentence), icon=":material/error:")


def _fill(whose: Whose, entry: Entry) -> None:
    """Fields hold what the store has, but for what was just refused, which stays to be mended."""
    values = {
        Part.STATUS: entry.status,
        Part.OWNER: entry.owner,
        Part.WHEN: entry.when,
        Part.NOTE: entry.note,
    }
    for part, value in values.items():
        key, stands = _key(whose, entry, part), entry.changes.get(part)
        if key not in st.session_state:
            state.faults().pop(key, None)
        elif key in state.faults() or (key in state.bases() and state.bases()[key] == stands):
            continue
        st.session_state[key] = value
        state.bases()[key] = stands


def _figures(here: Visit, entry: Entry) -> None:
    t = here.t
    listed = "\n".join(f"- {line}" for line in wording.figure_lines(t, entry, plain))
    st.markdown(f"{wording.figures_heading(t, entry)}\n{listed}")
    for words in (wording.outcome_words(t, entry), wording.comparison_caution(t, entry)):
        if words:
            st.markdown(words)


def _removed(here: Visit, whose: Whose, entry: Entry) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(here.t.text(entry.recommendation.title)))
        st.button(
            here.t("Remettre"),
            key=_key(whose, entry, "back"),
            icon=":material/undo:",
            on_click=_act,
            args=(here, whose, entry, roadmap.put_back),
        )


def _key(whose: Whose, entry: Entry, part: str) -> str:
    return f"roadmap-{part}:{_written(whose.scope)}:{entry.recommendation.id}"


def _act(here: Visit, whose: Whose, entry: Entry, act: Callable[..., None]) -> None:
    try:
        act(here.context, here.identity, whose, entry.recommendation.id, session=here.session)
    except DominoError as refusal:
        notices.passing(here.t, refusal)


def _decide(here: Visit, whose: Whose, entry: Entry, part: Part) -> None:
    """Commit what one field says now; a refusal stays beside it, with what was typed."""
    t, key = here.t, _key(whose, entry, part)
    try:
        decided = roadmap.decide(
            here.context,
            here.identity,
            whose,
            entry.recommendation.id,
            part=part,
            text=str(st.session_state[key] or ""),
            session=here.session,
            base=state.bases().get(key),
        )
    except DominoError as refusal:
        if refusal.code in {"text-too-long", "no-such-day"}:
            state.faults()[key] = notices.sentences(t, refusal)
        else:
            # There is no field any more to say it beside.
            notices.passing(t, refusal)
        return
    state.faults().pop(key, None)
    if decided.overtaken is None:
        return
    st.toast(
        t(
            "Une autre personne écrivait ici en même temps : les deux textes sont gardés, l'un sous "
            "l'autre."
        )
        if decided.joined
        else t(
            "Une autre personne venait d'écrire ici « {theirs} ». Votre saisie la remplace ; la sienne "
            "reste dans l'historique.",
            theirs=plain(_said(here, part, decided.overtaken)),
        ),
        icon=":material/group:",
        duration="long",
    )


def _said(here: Visit, part: Part, text: str) -> str:
    return here.t(wording.STATUSES[Status(text)]) if part is Part.STATUS else text
