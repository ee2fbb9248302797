"""`responses`: what was collected, in files for other tools."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import typer

from domino_survey.cli.installation import settings_of
from domino_survey.cli.speech import (
    FAULT,
    USAGE,
    complain,
    fail,
    faults_told,
    say,
    told,
    translator,
)
from domino_survey.errors import system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from domino_survey.interchange import Format
    from domino_survey.services.context import Context
    from domino_survey.services.exporting import Export, Wish
    from domino_survey.services.exporting.dataset import Study
    from domino_survey.settings import Settings
    from domino_survey.storage import QuestionnaireUse

ZIP = ".zip"
DESCRIPTOR = ".json"


class Asked(NamedTuple):
    """The options of the command."""

    form: str
    excel: bool
    questionnaire: str
    version: str
    origin: Literal["real", "demo"] | None
    long: bool
    every: bool
    since: date | None
    until: date | None
    shared_only: bool
    texts: bool
    identifiers: bool
    proofs: bool
    scores: bool
    reason: str


def responses(data: Path | None, output: Path, asked: Asked) -> None:
    """Write the responses of a folder's store; nothing is left behind where it fails."""
    t = translator()
    if asked.identifiers and not asked.reason.strip():
        fail(t("Extraire des noms demande une raison : ajoutez --reason."), USAGE)
    if asked.excel and asked.form != "csv":
        fail(t("--excel ne vaut que pour le format csv."), USAGE)
    with _opened(settings_of(data)) as context, faults_told():
        wish = _wish(context, output, asked)
        export = _granted(context, wish, asked)
        try:
            written = _written(export, output, asked)
        except OSError as error:
            reason = t.text(system_reason(error))
            fail(
                t(
                    "{file} : impossible d'écrire ce fichier ({reason}). Vérifiez le dossier et les droits.",
                    file=output,
                    reason=reason,
                )
            )
    for file in written:
        say(str(file))
    complain(t.plural("{count} bilan extrait.", "{count} bilans extraits.", export.responses))


@contextmanager
def _opened(settings: Settings) -> Iterator[Context]:
    """The store; where a server has it, its own page is the way."""
    from domino_survey.errors import DominoError  # noqa: PLC0415 - commands start without it
    from domino_survey.services.opening import database_of, open_context  # noqa: PLC0415 - DuckDB

    t = translator()
    if not database_of(settings).exists():
        missing = t(
            "Le dossier {folder} ne contient pas encore de base de données.", folder=settings.data
        )
        fail(f"{missing} {t('Vérifiez --data.')}")
    try:
        context = open_context(settings)
    except DominoError as error:
        for problem in error.problems:
            complain(told(problem))
        if error.code == "database-locked":
            complain(
                t(
                    "Sans l'arrêter : ouvrez la page Export de l'application, à l'adresse {address}/export, "
                    "avec un lien d'accès organiser.",
                    address=settings.address.rstrip("/"),
                )
            )
        raise typer.Exit(FAULT) from None
    try:
        yield context
    finally:
        context.repository.close()


def _wish(context: Context, output: Path, asked: Asked) -> Wish:
    from domino_survey.errors import refusal  # noqa: PLC0415 - commands start without it
    from domino_survey.services import exporting  # noqa: PLC0415 - numpy is slow to load
    from domino_survey.services.access import OPERATOR  # noqa: PLC0415 - the same
    from domino_survey.services.exporting import Content  # noqa: PLC0415 - the same

    t = translator()
    uses = exporting.exportable(context, OPERATOR, every_origin=True)
    if not uses:
        raise refusal("nothing-to-export", place=str(output))
    wanted = [
        use
        for use in uses
        if (not asked.questionnaire or use.ref.id == asked.questionnaire)
        and (not asked.version or use.ref.version == asked.version)
    ]
    origin = asked.origin or ("real" if any(use.origin == "real" for use in wanted) else "demo")
    chosen = [use for use in wanted if use.origin == origin]
    if not chosen:
        names = " ".join(one for one in (asked.questionnaire, asked.version, asked.origin) if one)
        raise refusal("unknown-study", names=names, known=_names(uses))
    if asked.origin is None and len(chosen) < len(wanted):
        complain(t("Les données de démonstration sont laissées de côté ; --origin demo les donne."))
    if len(chosen) > 1 and not _takes_several(output):
        raise refusal("several-studies", names=_names(chosen), file=str(output))
    return exporting.Wish(
        references=tuple(use.ref for use in chosen),
        origin=origin,
        every=asked.every,
        since=asked.since,
        until=asked.until,
        shared_only=asked.shared_only,
        content=Content(
            identifiers=asked.identifiers,
            texts=asked.texts,
            proofs=asked.proofs,
            scores=asked.scores,
        ),
        language=t.language,
        shape="long" if asked.long else "wide",
    )


def _names(uses: Sequence[QuestionnaireUse]) -> str:
    return ", ".join(
        f"{use.ref.id} {use.ref.version} ({use.ref.hash[:8]}, {use.origin})" for use in uses
    )


def _takes_several(output: Path) -> bool:
    return output.suffix.lower() == ZIP or output.is_dir()


def _granted(context: Context, wish: Wish, asked: Asked) -> Export:
    from domino_survey.services import exporting  # noqa: PLC0415 - numpy is slow to load
    from domino_survey.services.access import OPERATOR  # noqa: PLC0415 - the same

    reason = asked.reason or translator()("Ligne de commande, sans raison donnée")
    return exporting.begin(
        context, OPERATOR, wish, reason=reason, formats=[asked.form], actor="operator"
    )


def _written(export: Export, output: Path, asked: Asked) -> list[Path]:
    """The files, written apart and then put in place; the first one is what was asked for."""
    from domino_survey.interchange import Format  # noqa: PLC0415 - loads the formats

    form = Format.CSV_EXCEL if asked.excel else Format(asked.form)
    folder = output if output.is_dir() else output.parent
    with tempfile.TemporaryDirectory(prefix=".domino-", dir=folder) as place:
        if output.suffix.lower() == ZIP:
            return [_zip(export.studies, form, output, Path(place))]
        return _files(export.studies, form, output, Path(place))


def _zip(studies: Sequence[Study], form: Format, output: Path, place: Path) -> Path:
    from domino_survey import interchange  # noqa: PLC0415 - loads the formats

    files = interchange.write_all(studies, [form], place, translator())
    return interchange.packed(files, place / "all.zip").replace(output)


def _files(studies: Sequence[Study], form: Format, output: Path, place: Path) -> list[Path]:
    from domino_survey import interchange  # noqa: PLC0415 - loads the formats

    t = translator()
    packages = form is interchange.Format.DATAPACKAGE
    written: list[Path] = []
    for study in studies:
        if output.is_dir() or (packages and output.suffix != DESCRIPTOR):
            made = interchange.write(study, form, _made(place / study.name), t)
            target = _made(output / study.name if len(studies) > 1 else output)
            pairs = [(file, target / file.name) for file in made]
        else:
            made = interchange.write(study, form, place, t, name=output.stem, beside=output.name)
            pairs = [(file, output.parent / file.name) for file in made]
            # The file that was named bears that very name, whatever its ending.
            first = -1 if packages else 0
            pairs[first] = (made[first], output)
        written.extend(file.replace(target) for file, target in pairs)
    return written


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
