"""The columns that name a row of an export and say how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.i18n import N_
from domino_survey.services.exporting.batch import (
    Batch,
    Planned,
    Setting,
    chosen,
    objects,
    pseudonym,
)
from domino_survey.services.exporting.dataset import Cells, Kind, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domino_survey.storage import StoredSubmission

ORIGINS = (("real", N_("réelle")), ("demo", N_("démonstration, inventée")))
# Whose view of the practice a response is.
VIEWS = (
    ("own", N_("l'initiative")),
    ("guest", N_("une personne invitée à répondre à part")),
    ("shared", N_("la réponse commune d'un groupe")),
)


def response_columns(setting: Setting) -> Iterator[Planned]:
    """What names a row and says how it came about."""
    t, model = setting.translate, setting.questionnaire
    part = t("Le bilan")

    def about(name: str, label: str, kind: Kind, **fields: object) -> Variable:
        return Variable(name, label, kind, part=part, **fields)  # type: ignore[arg-type]

    yield Planned(
        about("response", t("Bilan et numéro d'envoi, sous pseudonyme"), Kind.TEXT), _response
    )
    yield Planned(about("initiative", t("Initiative, sous pseudonyme"), Kind.TEXT), _initiative)
    origins = tuple((code, t(label)) for code, label in ORIGINS)
    yield Planned(
        about("origin", t("Origine des réponses"), Kind.CHOICE, values=origins),
        lambda batch: chosen([one.submission.origin for one in batch.sent], origins),
    )
    views = tuple((code, t(label)) for code, label in VIEWS)
    yield Planned(
        about("view", t("Qui répond"), Kind.CHOICE, values=views),
        lambda batch: chosen([_view(setting, one) for one in batch.sent], views),
    )
    paths = tuple((path.code, setting.words(path.label)) for path in model.paths)
    yield Planned(
        about("path", t("Parcours"), Kind.CHOICE, values=paths),
        lambda batch: chosen([batch.said(row, "path") for row in range(batch.size)], paths),
    )
    languages = tuple((code, code) for code in model.languages)
    yield Planned(
        about("language", t("Langue du bilan"), Kind.CHOICE, values=languages),
        lambda batch: chosen([batch.said(row, "language") for row in range(batch.size)], languages),
    )
    yield Planned(about("sent_on", t("Jour de l'envoi"), Kind.DAY), _day)
    yield Planned(
        about("method", t("Version de la méthode de calcul"), Kind.TEXT),
        lambda batch: Cells(objects([one.submission.method_version for one in batch.sent])),
    )


def _response(batch: Batch) -> Cells:
    sent = [one.submission for one in batch.sent]
    return Cells(objects([f"{pseudonym(one.response_id)}-{one.number}" for one in sent]))


def _initiative(batch: Batch) -> Cells:
    return Cells(objects([pseudonym(one.initiative_id) for one in batch.sent]))


def _view(setting: Setting, one: StoredSubmission) -> str:
    response = one.submission.response_id
    if response in setting.guests:
        return "guest"
    return "shared" if response in setting.shared else "own"


def _day(batch: Batch) -> Cells:
    local = batch.setting.translate.local
    return Cells(
        objects([local(one.submission.submitted_at).date().isoformat() for one in batch.sent])
    )
