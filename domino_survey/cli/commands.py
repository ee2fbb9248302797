"""The commands and their options; what each one does lies in the module it loads."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - Typer reads the annotations
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from domino_survey import __version__
from domino_survey.cli import (
    filling,
    links,
    measuring,
    outlines,
    questionnaires,
    responses_out,
    serving,
)
from domino_survey.cli.speech import say, speak, translator

t = translator()  # for the help, which is written before any option is read

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=t("Auto-évaluation des pratiques collaboratives : serveur et commandes."),
)
access_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=t("Gère les liens qui donnent des accès.")
)
app.add_typer(access_app, name="access")
territories_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=t("Gère les contours des territoires, pour les cartes."),
)
app.add_typer(territories_app, name="territories")


class Format(StrEnum):
    """How `check` writes its findings."""

    TEXT = "text"
    JSON = "json"


class Level(StrEnum):
    """What places a file of outlines holds."""

    REGION = "region"
    DEPARTEMENT = "departement"
    EPCI = "epci"
    COMMUNE = "commune"


class Coordinates(StrEnum):
    """How the coordinates of a file of outlines are to be read."""

    WGS84 = "wgs84"
    LAMBERT93 = "lambert93"
    MERCATOR = "mercator"


class ResponseFormat(StrEnum):
    """What `responses` writes."""

    CSV = "csv"
    XLSX = "xlsx"
    SAV = "sav"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


class Shape(StrEnum):
    """One row per response, or per answer."""

    WIDE = "wide"
    LONG = "long"


class OriginChoice(StrEnum):
    """Which responses: collected, or made up."""

    REAL = "real"
    DEMO = "demo"


Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", file_okay=False, help=t("Dossier de la base de données.")
    ),
]


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        say(f"domino {__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="fr|en", help=t("Langue des messages."))
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help=t("Écrit la version.")),
    ] = False,
) -> None:
    """What holds for every command."""
    speak(lang)


@app.command(help=t("Lance l'application."))
def serve(
    *,
    host: Annotated[
        str, typer.Option("--host", metavar="H", help=t("Adresse d'écoute."))
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="P", min=0, max=65535, help=t("Port d'écoute."))
    ] = 8501,
    data: Data = None,
    demo: Annotated[
        bool, typer.Option("--demo", help=t("Avec des données de démonstration."))
    ] = False,
) -> None:
    """Run the application."""
    serving.serve(host, port, data, demo=demo)


@app.command(help=t("Remplit une base de réponses fictives et vraisemblables."))
def demo(
    data: Annotated[
        Path,
        typer.Option(
            "--data", metavar="DIR", file_okay=False, help=t("Dossier de la base de données.")
        ),
    ],
    responses: Annotated[
        int,
        typer.Option(
            "--responses", metavar="N", min=1, max=1_000_000, help=t("Nombre de réponses.")
        ),
    ] = 300,
    seed: Annotated[
        int,
        typer.Option("--seed", metavar="S", help=t("La même graine redonne les mêmes réponses.")),
    ] = filling.SEED,
) -> None:
    """Fill a store with synthetic responses."""
    filling.demo(data, responses, seed)


@app.command(help=t("Relève tous les problèmes de questionnaires."))
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=t("Fichiers ou dossiers."))
    ],
    form: Annotated[Format, typer.Option("--format", help=t("Forme du relevé."))] = Format.TEXT,
) -> None:
    """Find all problems of questionnaires."""
    questionnaires.check(files, as_json=form is Format.JSON)


@app.command(help=t("Calcule les scores d'un tableau de réponses."))
def score(
    questionnaire: Annotated[
        Path, typer.Argument(metavar="QUESTIONNAIRE", help=t("Fichier du questionnaire."))
    ],
    answers: Annotated[
        Path, typer.Argument(metavar="ANSWERS.csv", help=t("Une ligne par questionnaire rempli."))
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="SCORES.csv", help=t("Fichier à écrire."))
    ],
    path: Annotated[
        str | None,
        typer.Option(
            "--path",
            metavar="CODE",
            help=t("Le parcours suivi, s'il ne posait pas toutes les questions."),
        ),
    ] = None,
    dimensions: Annotated[  # noqa: FBT002  # an option of the command line
        bool, typer.Option("--dimensions", help=t("Donne aussi les dimensions."))
    ] = False,
) -> None:
    """Score a table of answers."""
    questionnaires.score(questionnaire, answers, output, path=path, dimensions=dimensions)


@app.command(help=t("Extrait les réponses envoyées."))
def responses(
    *,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help=t("Fichier à écrire ; un dossier, ou un nom en .zip, reçoit plusieurs fichiers."),
        ),
    ],
    form: Annotated[ResponseFormat, typer.Option("--format", help=t("Format."))],
    data: Data = None,
    questionnaire: Annotated[
        str, typer.Option("--questionnaire", metavar="ID", help=t("Un seul questionnaire."))
    ] = "",
    version: Annotated[
        str, typer.Option("--version", metavar="V", help=t("Une seule version."))
    ] = "",
    origin: Annotated[
        OriginChoice | None,
        typer.Option(
            "--origin", help=t("Réponses réelles, ou de démonstration s'il n'y a qu'elles.")
        ),
    ] = None,
    shape: Annotated[
        Shape, typer.Option("--shape", help=t("Une ligne par bilan (wide) ou par réponse (long)."))
    ] = Shape.WIDE,
    every: Annotated[
        bool,
        typer.Option("--every", help=t("Tous les envois, et pas le dernier de chaque initiative.")),
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", metavar="AAAA-MM-JJ", formats=["%Y-%m-%d"], help=t("Envoyés depuis ce jour.")
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until",
            metavar="AAAA-MM-JJ",
            formats=["%Y-%m-%d"],
            help=t("Envoyés jusqu'à ce jour."),
        ),
    ] = None,
    shared_only: Annotated[
        bool,
        typer.Option("--shared-only", help=t("Seulement qui accepte les chiffres regroupés.")),
    ] = False,
    texts: Annotated[
        bool, typer.Option("--texts", help=t("Avec les textes que leurs auteurs partagent."))
    ] = False,
    identifiers: Annotated[
        bool,
        typer.Option(
            "--identifiers", help=t("Avec noms, présentations et communes ; demande --reason.")
        ),
    ] = False,
    proofs: Annotated[
        bool, typer.Option("--proofs", help=t("Avec les niveaux de preuve."))
    ] = False,
    scores: Annotated[
        bool, typer.Option("--scores/--no-scores", help=t("Avec les scores."))
    ] = True,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel", help=t("CSV pour Excel en français : points-virgules et virgules.")
        ),
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", help=t("Pourquoi ; gardé dans le journal des actes."))
    ] = "",
) -> None:
    """Write the collected responses."""
    responses_out.responses(
        data,
        output,
        responses_out.Asked(
            form=form.value,
            excel=excel,
            questionnaire=questionnaire,
            version=version,
            origin=origin.value if origin else None,
            long=shape is Shape.LONG,
            every=every,
            since=since.date() if since else None,
            until=until.date() if until else None,
            shared_only=shared_only,
            texts=texts,
            identifiers=identifiers,
            proofs=proofs,
            scores=scores,
            reason=reason,
        ),
    )


@app.command(help=t("Mesure les performances, chacune par rapport à une référence."))
def bench(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=t("Une seule mesure."))
    ] = None,
) -> None:
    """Run the benchmarks."""
    measuring.bench(name)


@access_app.command(help=t("Fait un lien d'accès et l'écrit, une seule fois."))
def grant(
    role: Annotated[str, typer.Argument(metavar="ROLE", help=t("decision-maker ou organiser."))],
    territory: Annotated[
        str,
        typer.Option(
            "--territory",
            metavar="KIND:CODE",
            help=t("Par exemple region:53 ou epci:243500139 ; toute la France sinon."),
        ),
    ] = "",
    expires: Annotated[
        str, typer.Option("--expires", metavar="30d", help=t("Durée : 12h, 30d, 8w."))
    ] = "30d",
    label: Annotated[str, typer.Option("--label", help=t("À qui ou à quoi sert ce lien."))] = "",
    data: Data = None,
) -> None:
    """Make an access link."""
    links.grant(data, role, territory, expires, label)


@access_app.command("list", help=t("Liste les liens d'accès, sans leurs adresses."))
def list_links(
    data: Data = None,
    form: Annotated[Format, typer.Option("--format", help=t("Forme de la liste."))] = Format.TEXT,
) -> None:
    """List the access links."""
    links.show(data, as_json=form is Format.JSON)


@access_app.command(help=t("Retire un lien d'accès, sur-le-champ."))
def revoke(
    link: Annotated[str, typer.Argument(metavar="ID", help=t("Identifiant du lien."))],
    data: Data = None,
) -> None:
    """End an access link."""
    links.revoke(data, link)


LevelOption = Annotated[Level, typer.Option("--level", help=t("Niveau des territoires."))]


@territories_app.command(
    "load", help=t("Charge les contours d'un fichier GeoJSON, après l'avoir vérifié.")
)
def load_outlines(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("Fichier GeoJSON."))],
    level: LevelOption,
    *,
    code_property: Annotated[
        str | None,
        typer.Option("--code-property", metavar="NAME", help=t("Champ des codes ; trouvé sinon.")),
    ] = None,
    projection: Annotated[
        Coordinates,
        typer.Option("--projection", help=t("Projection des coordonnées ; des degrés sinon.")),
    ] = Coordinates.WGS84,
    attribution: Annotated[
        str,
        typer.Option(
            "--attribution", metavar="TEXT", help=t("Source et licence, écrites sous les cartes.")
        ),
    ] = "",
    data: Data = None,
) -> None:
    """Load the outlines of a level."""
    outlines.load(
        data,
        file,
        level.value,
        projection=projection.value,
        code_property=code_property,
        attribution=attribution,
    )


@territories_app.command("list", help=t("Liste les contours chargés."))
def list_outlines(data: Data = None) -> None:
    """List the outlines."""
    outlines.show(data)


@territories_app.command("remove", help=t("Retire les contours d'un niveau."))
def remove_outlines(level: LevelOption, data: Data = None) -> None:
    """Remove the outlines of a level."""
    outlines.remove(data, level.value)
