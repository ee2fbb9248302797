"""Several people on one practice: the invitation, who has answered, the agenda of their discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from domino_survey import wording
from domino_survey.agreement import Difference
from domino_survey.errors import DominoError
from domino_survey.i18n import N_, plain
from domino_survey.services import assessments, groups
from domino_survey.services.assessments import Opened
from domino_survey.ui import fields, guard, keeping, notices, questions, routes
from domino_survey.ui.guard import HolderVisit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domino_survey.agreement import Comparison
    from domino_survey.services.groups import Group, Member
    from domino_survey.ui.guard import Visit

INVITATION = "invitation"

DIFFERENCES = {
    Difference.DONT_KNOW: N_("certains ne savent pas"),
    Difference.NOT_APPLICABLE: N_("certains la trouvent sans objet"),
    Difference.MISSING: N_("certains n'ont pas répondu"),
}


def invited(here: Visit) -> None:
    """What an invitation is for, and the way in."""
    t = here.t
    token = st.query_params.get(INVITATION, "")
    try:
        invitation = groups.read_invitation(here.context, token)
    except DominoError as refusal:
        notices.refused(t, refusal)
        notices.where_to_resume(t)
        return
    st.title(t("Votre regard est attendu"), anchor=False)
    st.markdown(
        t("Initiative : **{name}**", name=plain(invitation.name))
        if invitation.name
        else t("Une initiative vous demande votre regard sur sa pratique.")
    )
    st.markdown(
        t(
            "Vous répondez de votre côté, sans voir les réponses des autres. Quand deux personnes au moins "
            "ont envoyé les leurs, chacune voit où vous êtes d'accord et ce qui mérite d'être discuté. Les "
            "réponses sont montrées par numéro, sans nom ; à quelques-uns, on devine souvent qui a dit quoi."
        )
    )
    if st.button(t("Répondre de mon côté"), type="primary", icon=":material/play_arrow:"):
        try:
            opened = groups.join(here.context, token, language=t.language, identity=here.identity)
        except DominoError as refusal:
            notices.refused(t, refusal)
        else:
            routes.go_to(routes.QUESTIONNAIRE, **{guard.CODE: opened.code})


def draw(here: HolderVisit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Répondre à plusieurs, chacun de son côté"), anchor=False)
    group = groups.read_group(here.context, here.identity, here.opened.response_id)
    if group is None:
        _propose(here)
        return
    _members(here, group)
    if group.me == 1:
        _invitation(here)
    if group.agenda is None:
        _wait(here, group)
        return
    _dividing(here, group)
    _agreed(here, group)
    _shared(here, group)


def _propose(here: HolderVisit) -> None:
    t = here.t
    st.markdown(
        t(
            "Deux ou trois personnes répondent séparément sur la même pratique, puis comparent : les "
            "désaccords font un bon ordre du jour. Invitez-les par un lien ; chacune garde ses réponses "
            "pour elle tant qu'elle ne les a pas envoyées."
        )
    )
    if st.button(t("Inviter d'autres personnes"), type="primary", icon=":material/group_add:"):
        groups.invite(here.context, here.opened, session=here.session)
        st.rerun()


def _members(here: HolderVisit, group: Group) -> None:
    t = here.t
    st.subheader(t("Qui répond"), anchor=False)
    st.markdown("\n".join(f"- {_member(here, group, member)}" for member in group.members))


def _member(here: HolderVisit, group: Group, member: Member) -> str:
    t = here.t
    name = _name(here, group, member.number)
    if member.submission is not None:
        return t("{name} : réponses envoyées", name=name)
    return t.plural(
        "{name} : {count} réponse sur {asked}, pas encore envoyée",
        "{name} : {count} réponses sur {asked}, pas encore envoyées",
        member.answered,
        name=name,
        asked=member.asked,
    )


def _name(here: HolderVisit, group: Group, number: int) -> str:
    t = here.t
    if number == group.me:
        return t("Vous (personne {number})", number=number)
    return t("Personne {number}", number=number)


def _invitation(here: HolderVisit) -> None:
    t = here.t
    with st.expander(t("Le lien d'invitation")):
        st.markdown(t("Donnez ce lien aux personnes qui connaissent la pratique."))
        link = keeping.address(
            routes.INVITATION,
            here.context.settings.address,
            **{INVITATION: groups.invitation_token(here.opened.code)},
        )
        keeping.link_and_qr(here, link, t("Code QR de l'invitation"))


def _wait(here: HolderVisit, group: Group) -> None:
    t = here.t
    mine = next(member for member in group.members if member.number == group.me)
    if mine.submission is None:
        st.info(
            t(
                "Envoyez d'abord vos réponses : vous verrez ensuite celles des autres. Ainsi, personne "
                "n'influence personne."
            ),
            icon=":material/lock:",
        )
        routes.link_to(
            routes.REVIEW, t, "", ":material/checklist:", **{guard.CODE: here.opened.code}
        )
    else:
        st.info(
            t("La comparaison apparaîtra ici dès qu'une autre personne aura envoyé ses réponses."),
            icon=":material/hourglass_empty:",
        )
        st.button(t("Actualiser"), icon=":material/refresh:")


def _dividing(here: HolderVisit, group: Group) -> None:
    t, agenda = here.t, group.agenda
    if agenda is None:
        return
    st.header(t("À discuter"), anchor=False)
    if agenda.distance is not None:
        st.markdown(
            t(
                "En moyenne, deux d'entre vous s'écartent de {distance} points sur 100 par question, chaque "
                "question comptant selon son poids.",
                distance=t.number(agenda.distance),
            )
        )
    dividing = agenda.dividing()
    if not dividing:
        st.markdown(t("Aucune question ne vous divise : vos réponses notées sont les mêmes."))
    else:
        st.subheader(
            t.plural(
                "Le point qui vous divise le plus",
                "Les {count} points qui vous divisent le plus",
                len(dividing),
            ),
            anchor=False,
        )
        for one in dividing:
            _side_by_side(here, group, one)
    unsettled = [one for one in agenda.unsettled if one not in dividing]
    if unsettled:
        title = t.plural(
            "{count} question que certains n'ont pas tranchée",
            "{count} questions que certains n'ont pas tranchées",
            len(unsettled),
        )
        with st.expander(title):
            for one in unsettled:
                reasons = t.list_of(
                    t(words) for kind, words in DIFFERENCES.items() if kind in one.differences
                )
                st.markdown(f"- {_question(here, group, one)} : {reasons}")


def _side_by_side(here: HolderVisit, group: Group, one: Comparison) -> None:
    t = here.t
    item = group.questionnaire.items[one.id]
    with st.container(border=True):
        st.markdown(f"**{plain(t.text(item.text))}**")
        st.table(
            [
                {
                    t("Qui"): _name(here, group, number),
                    t("Réponse"): wording.answer_words(t, item, answer),
                    t("Points sur 100"): "–" if score is None else t.number(score),
                }
                for number, answer, score in zip(
                    group.compared, one.answers, one.scores, strict=True
                )
            ],
            border="horizontal",
            hide_index=True,
        )


def _question(here: HolderVisit, group: Group, one: Comparison) -> str:
    item = group.questionnaire.items[one.id]
    return plain(here.t.text(item.short or item.text))


def _agreed(here: HolderVisit, group: Group) -> None:
    t, agenda = here.t, group.agenda
    if agenda is None:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(t("Ce que vous voyez tous comme fragile"), anchor=False)
        _list(here, group, agenda.fragile)
    with right:
        st.subheader(t("Ce que vous voyez tous comme solide"), anchor=False)
        _list(here, group, agenda.solid)


def _list(here: HolderVisit, group: Group, found: Sequence[Comparison]) -> None:
    if not found:
        st.markdown(here.t("Rien de commun à ce niveau."))
        return
    st.markdown("\n".join(f"- {_question(here, group, one)}" for one in found))


def _shared(here: HolderVisit, group: Group) -> None:
    t = here.t
    st.header(t("Votre réponse commune"), anchor=False)
    if group.shared is None:
        st.markdown(
            t(
                "Après la discussion, notez ensemble la réponse commune. Ce que vous avez tous répondu de la "
                "même façon est repris d'office ; vos réponses à chacun restent telles quelles."
            )
        )
        if st.button(
            t("Commencer la réponse commune"), type="primary", icon=":material/handshake:"
        ):
            groups.begin_shared(
                here.context, here.identity, here.opened.response_id, session=here.session
            )
            st.rerun()
        return
    _fill_in(here, group)


@st.fragment
def _fill_in(here: HolderVisit, group: Group) -> None:
    t = here.t
    if group.shared is None:
        return
    own = groups.shared_identity(here.context, here.identity, here.opened.response_id)
    shared_id = group.shared.response.id
    visit = HolderVisit(here.context, own, t, here.session, Opened(shared_id, "", ""))
    draft = visit.draft
    asked = draft.questions
    answered = [question for question in asked if draft.answered(question)]
    st.markdown(
        t.plural(
            "{count} réponse commune sur {asked}.",
            "{count} réponses communes sur {asked}.",
            len(answered),
            asked=len(asked),
        )
    )
    begun, untouched = groups.to_decide(group, [q for q in asked if not draft.answered(q)])
    for title, found, opened in (
        (t("Ce qui reste à décider"), begun, True),
        (t("Ce que personne n'a tranché"), untouched, False),
        (t("Ce qui est décidé"), answered, False),
    ):
        if found:
            with st.expander(f"{title} ({len(found)})", expanded=opened):
                for question in found:
                    field = fields.Field(visit, draft, question)
                    questions.draw(field)
                    questions.ways_out(field)
    _send(here, group)


def _send(here: HolderVisit, group: Group) -> None:
    t = here.t
    if group.sent is not None:
        st.success(
            t("Réponse commune envoyée le {date}.", date=t.datetime(group.sent.submitted_at)),
            icon=":material/check_circle:",
        )
        routes.link_to(
            routes.RESULT,
            t,
            t("Voir le profil commun"),
            ":material/radar:",
            **{guard.CODE: here.opened.code, guard.SHARED: "1"},
        )
    if st.button(
        t("Envoyer la réponse commune") if group.sent is None else t("L'envoyer à nouveau"),
        type="primary" if group.sent is None else "secondary",
        icon=":material/send:",
    ):
        try:
            own = groups.shared_identity(here.context, here.identity, here.opened.response_id)
            assessments.submit(here.context, own, own.answers or "")
        except DominoError as refusal:
            notices.refused(t, refusal)
        else:
            st.rerun()
