"""`territories`: the outlines that maps are drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domino_survey.cli.installation import settings_of
from domino_survey.cli.speech import complain, fail, faults_told, say, told, translator
from domino_survey.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

    from domino_survey.territories import Kind
    from domino_survey.territories.projections import Projection

LEVELS: dict[Kind, str] = {
    "region": N_("régions"),
    "departement": N_("départements"),
    "epci": N_("intercommunalités"),
    "commune": N_("communes"),
}


def load(
    data: Path | None,
    file: Path,
    level: Kind,
    *,
    projection: Projection,
    code_property: str | None,
    attribution: str,
) -> None:
    """Check a GeoJSON file and keep its outlines."""
    from domino_survey.services.outlines import load_outlines  # noqa: PLC0415 - loads the store

    t = translator()
    settings = settings_of(data)
    with faults_told():
        made = load_outlines(
            settings.data,
            file,
            level,
            projection=projection,
            code_property=code_property,
            attribution=attribution,
        )
    for warning in made.warnings:
        complain(told(warning))
    say(
        t.plural(
            "{count} contour chargé ({level}), d'après le champ « {property} ».",
            "{count} contours chargés ({level}), d'après le champ « {property} ».",
            len(made.outlines.shapes),
            level=t(LEVELS[level]),
            property=made.property,
        )
    )
    if not attribution:
        say(
            t(
                "Sans --attribution, les cartes ne diront pas d'où viennent ces contours ; la plupart des "
                'licences le demandent, par exemple : --attribution "IGN, Admin Express 2026, Licence Ouverte 2.0".'
            )
        )


def show(data: Path | None) -> None:
    """List the outlines that are kept."""
    from domino_survey.services.outlines import kept_outlines  # noqa: PLC0415 - loads the store

    t = translator()
    kept, faults = kept_outlines(settings_of(data).data)
    if not kept and not faults:
        say(t("Aucun contour n'est chargé. Les cartes sont dessinées en carrés."))
    for outlines in kept:
        parts = (
            outlines.level,
            t.plural("{count} contour", "{count} contours", len(outlines.shapes)),
            t("chargés le {date}", date=t.datetime(outlines.loaded_at)),
            outlines.source,
            outlines.attribution or t("sans mention de source"),
        )
        say("  ".join(parts))
    if faults:
        fail("\n".join(told(fault) for fault in faults))


def remove(data: Path | None, level: Kind) -> None:
    """Forget the outlines of a level."""
    from domino_survey.services.outlines import forget_outlines  # noqa: PLC0415 - loads the store

    t = translator()
    with faults_told():
        forget_outlines(settings_of(data).data, level)
    say(
        t(
            "Contours retirés ({level}). Les cartes sont dessinées en carrés.",
            level=t(LEVELS[level]),
        )
    )
