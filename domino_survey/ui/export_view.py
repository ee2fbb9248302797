"""Responses taken out: which, with what, why; then the file, made when it is asked for."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from msgspec import Struct
from msgspec.structs import replace

from domino_survey.errors import DominoError
from domino_survey.i18n import N_, Translator, plain
from domino_survey.services import exporting
from domino_survey.services.export_columns import Content
from domino_survey.ui import notices
from domino_survey.ui.language import NAMES
from domino_survey.ui.uses_view import name_of

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from domino_survey.i18n import Language
    from domino_survey.services.exporting import Export, Shape, Wish
    from domino_survey.storage import QuestionnaireRef
    from domino_survey.ui.guard import Visit

READY = "export-ready"
ASKED = "export-asked"
REASON = "export-reason"
FORMATS = {
    "xlsx": N_("Classeur XLSX (Excel, LibreOffice)"),
    "csv-excel": N_("CSV pour Excel en français"),
    "csv": N_("CSV ordinaire (R, Python)"),
    "sav": N_("SPSS, avec libellés et valeurs manquantes"),
    "parquet": N_("Parquet, colonnes typées"),
    "datapackage": N_("Paquet de données Frictionless"),
}
USUAL = "xlsx"
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class Ready(Struct, frozen=True):
    """A file that was made, and what was asked for."""

    wish: Wish
    forms: tuple[str, ...]
    name: str
    content: bytes
    responses: int
    files: int


def draw(here: Visit) -> None:
    """The whole page."""
    t = here.t
    st.title(t("Extraire les réponses"), anchor=False)
    st.markdown(
        t(
            "Prenez les bilans envoyés pour les étudier dans un tableur ou un logiciel de statistique. Chaque "
            "extraction est notée dans le journal des actes, avec sa raison."
        )
    )
    uses = {
        use.ref.hash: use
        for use in exporting.exportable(here.context, here.identity)
        if use.origin == here.context.origin
    }
    if not uses:
        st.info(
            t("Aucun bilan envoyé pour l'instant : il n'y a rien à extraire."),
            icon=":material/hourglass_empty:",
        )
        return
    names = {key: name_of(here, use) for key, use in uses.items()}
    st.header(t("Quels bilans"), anchor=False)
    references = _references({key: use.ref for key, use in uses.items()}, names, t)
    wish = _which(here, references)
    st.header(t("Avec quoi"), anchor=False)
    content, shape, language = _content(t)
    st.header(t("En quel format"), anchor=False)
    forms = _formats(t)
    st.header(t("Pourquoi"), anchor=False)
    st.text_area(
        t("Raison de cette extraction (obligatoire)"),
        key=REASON,
        placeholder=t("Par exemple : préparer la restitution du 12 mars à la Région"),
        max_chars=exporting.LONGEST_REASON,
        height=80,
    )
    if wish is None:
        st.info(t("Corrigez d'abord le jour qui ne se lit pas."), icon=":material/event_busy:")
        return
    wish = replace(wish, content=content, shape=shape, language=language)
    _ask(here, wish, forms)
    _make(here)
    _hand_over(here, wish, forms)


# --- What is asked for ----------------------------------------------------------------------------


def _references(
    known: dict[str, QuestionnaireRef], names: dict[str, str], t: Translator
) -> tuple[QuestionnaireRef, ...]:
    if len(known) == 1:
        st.markdown(t("Questionnaire : **{name}**", name=plain(*names.values())))
        return tuple(known.values())
    shown = {**names, "": t("Toutes, un fichier par version")}
    chosen = st.selectbox(
        t("Questionnaire et version"),
        list(shown),
        format_func=shown.__getitem__,
        key="export-version",
        filter_mode=None,
    )
    return (known[chosen],) if chosen else tuple(known.values())


def _which(here: Visit, references: tuple[QuestionnaireRef, ...]) -> Wish | None:
    """Which responses; None where a day cannot be read, which is said."""
    t = here.t
    sendings = {
        False: t("Le dernier bilan de chaque initiative"),
        True: t("Tous les envois, corrections et réponses à part comprises"),
    }
    every = st.radio(
        t("Envois"), list(sendings), format_func=sendings.__getitem__, key="export-every"
    )
    initiatives = {
        True: t("Celles qui acceptent les chiffres regroupés"),
        False: t("Toutes, y compris celles qui ne partagent rien"),
    }
    shared_only = st.radio(
        t("Initiatives"),
        list(initiatives),
        format_func=initiatives.__getitem__,
        key="export-shared",
    )
    left, right = st.columns(2)
    with left:
        since = _day(t, t("Envoyés à partir du"), "export-since")
    with right:
        until = _day(t, t("Envoyés jusqu'au"), "export-until")
    st.caption(t("Laissez un jour vide pour ne pas limiter. Les deux jours comptent."))
    if UNREADABLE in {since, until}:
        return None
    return exporting.Wish(
        references=references,
        origin=here.context.origin,
        every=every,
        since=since,
        until=until,
        shared_only=shared_only,
    )


UNREADABLE = date.max


def _day(t: Translator, label: str, key: str) -> date | None:
    """A day typed as people write it; None where there is none, `UNREADABLE` after saying so."""
    typed = st.text_input(label, key=key, placeholder=t("JJ/MM/AAAA"), max_chars=10).strip()
    if not typed:
        return None
    french, iso = DAY.fullmatch(typed), ISO_DAY.fullmatch(typed)
    parts = french.groups()[::-1] if french else iso.groups() if iso else ()
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError):
        st.warning(
            t(
                "Le jour « {typed} » ne se lit pas. Écrivez par exemple 24/11/2026.",
                typed=plain(typed),
            )
        )
        return UNREADABLE


def _content(t: Translator) -> tuple[Content, Shape, Language]:
    scores = st.checkbox(t("Les scores des axes et des thèmes"), value=True, key="export-scores")
    proofs = st.checkbox(t("Les niveaux de preuve"), key="export-proofs")
    labels = {
        "none": t("Ni textes ni noms"),
        "texts": t(
            "Les réponses ouvertes et les commentaires que leurs auteurs partagent, sans nom"
        ),
        "identifiers": t("Les noms, les présentations et les communes, sans les réponses ouvertes"),
    }
    who = st.radio(
        t("Textes et noms"), list(labels), format_func=labels.__getitem__, key="export-who"
    )
    if who == "identifiers":
        st.warning(
            t(
                "Ce fichier dira qui a répondu quoi : ce sont des données personnelles. Le RGPD demande un but "
                "précis, de n'en prendre que le nécessaire, de ne les montrer qu'à qui en a besoin et de les "
                "effacer dès que possible. Ne le donnez pas à des décideurs. La colonne du partage dit qui "
                "accepte d'être contacté : ne contactez que ces initiatives."
            ),
            icon=":material/privacy_tip:",
        )
    shapes: dict[Shape, str] = {
        "wide": t("Une ligne par bilan"),
        "long": t("Une ligne par réponse"),
    }
    shape = st.radio(t("Lignes"), list(shapes), format_func=shapes.__getitem__, key="export-shape")
    # Each in its own words, the reader's first.
    spoken: dict[Language, str] = {t.language: NAMES[t.language], **NAMES}
    language = st.radio(
        t("Langue des libellés"),
        list(spoken),
        format_func=spoken.__getitem__,
        key="export-language",
        horizontal=True,
    )
    content = Content(
        identifiers=who == "identifiers", texts=who == "texts", proofs=proofs, scores=scores
    )
    return content, shape, language


def _formats(t: Translator) -> tuple[str, ...]:
    ticked = [
        form
        for form, label in FORMATS.items()
        if st.checkbox(t(label), value=form == USUAL, key=f"export-format-{form}")
    ]
    st.caption(
        t(
            "Un dictionnaire des colonnes va avec chaque format. Les textes qu'un tableur prendrait pour une "
            "formule sont neutralisés."
        )
    )
    return tuple(ticked)


# --- The file -------------------------------------------------------------------------------------


def _ask(here: Visit, wish: Wish, forms: tuple[str, ...]) -> None:
    t = here.t
    found = exporting.counted(here.context, here.identity, wish)
    if not found.responses:
        st.info(
            t(
                "Aucun bilan envoyé ne répond à ces critères : élargissez la période ou les initiatives."
            ),
            icon=":material/filter_alt_off:",
        )
        return
    if not forms:
        st.info(t("Cochez un format au moins."), icon=":material/check_box:")
        return
    st.button(
        t.plural(
            "Préparer le fichier : {count} bilan",
            "Préparer le fichier : {count} bilans",
            found.responses,
        ),
        type="primary",
        icon=":material/inventory_2:",
        key="export-begin",
        on_click=_begin,
        args=(wish, forms),
    )


def _begin(wish: Wish, forms: tuple[str, ...]) -> None:
    st.session_state[ASKED] = (wish, forms)


def _make(here: Visit) -> None:
    """Note who asks and why, then write, with its progress."""
    asked = st.session_state.pop(ASKED, None)
    if asked is None:
        return
    wish, forms = asked
    st.session_state.pop(READY, None)
    reason = str(st.session_state.get(REASON) or "")
    bar = None
    try:
        export = exporting.begin(here.context, here.identity, wish, reason=reason, formats=forms)
        bar = st.progress(0.0, text=here.t("Écriture des fichiers"))
        st.session_state[READY] = _written(here.t, export, forms, bar)
    except DominoError as refusal:
        notices.refused(here.t, refusal)
    if bar is not None:
        bar.empty()


def _written(t: Translator, export: Export, forms: tuple[str, ...], bar: DeltaGenerator) -> Ready:
    from domino_survey import interchange  # noqa: PLC0415 - screens that write no file open without it

    speaker = Translator(export.wish.language)
    total = len(forms) * sum(table.size for study in export.studies for table in study.tables)
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        words = t("{done} lignes sur {total}", done=t.number(done), total=t.number(total))
        bar.progress(min(done / total, 1.0), text=words)

    with tempfile.TemporaryDirectory(prefix="domino-") as place:
        files: list[tuple[str, Path]] = []
        for form in forms:
            for study in export.studies:
                parts = [study.name] if len(export.studies) > 1 else []
                parts += [form] if len(forms) > 1 else []
                folder = Path(place, *parts)
                folder.mkdir(parents=True, exist_ok=True)
                made = interchange.write(
                    study, interchange.Format(form), folder, speaker, told=told
                )
                files.extend(("/".join([*parts, file.name]), file) for file in made)
        if len(files) == 1:
            (name, path), *_ = files
        else:
            name, path = f"{export.name}.zip", Path(place, "all.zip")
            interchange.packed(files, path)
        return Ready(export.wish, forms, name, path.read_bytes(), export.responses, len(files))


def _hand_over(here: Visit, wish: Wish, forms: tuple[str, ...]) -> None:
    """The file, for as long as what is asked for stays the same."""
    from domino_survey import interchange  # noqa: PLC0415 - screens that write no file open without it

    t = here.t
    ready = st.session_state.get(READY)
    if not isinstance(ready, Ready):
        return
    if (ready.wish, ready.forms) != (wish, forms):
        # Other choices: nobody should take the former file for the one they describe.
        del st.session_state[READY]
        return
    st.success(
        t.plural(
            "Le fichier est prêt : {count} bilan, {size}.",
            "Le fichier est prêt : {count} bilans, {size}.",
            ready.responses,
            size=_size(t, len(ready.content)),
        ),
        icon=":material/check_circle:",
    )
    st.download_button(
        t("Télécharger {name}", name=ready.name),
        data=partial(_give, here, ready),
        file_name=ready.name,
        mime=interchange.media_type(ready.name),
        icon=":material/download:",
        key="export-download",
        on_click="ignore",
    )


def _give(here: Visit, ready: Ready) -> bytes:
    exporting.still_allowed(here.context, here.identity)
    return ready.content


def _size(t: Translator, count: int) -> str:
    kilo = 1000
    if count < kilo * kilo:
        return t("{size}\u00a0ko", size=t.number(max(count / kilo, 1)))
    return t("{size}\u00a0Mo", size=t.number(count / kilo / kilo, 1))
