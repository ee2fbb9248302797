"""`bench`: the project's benchmarks."""

from __future__ import annotations

import typer

from domino_survey.cli.speech import FAULT, USAGE, fail, say, translator


def bench(name: str | None) -> None:
    """Run one benchmark or all of them; leave with 1 when one is beyond its limit."""
    from domino_survey.bench import REGISTRY, Measurement  # noqa: PLC0415 - loads what it measures

    t = translator()
    if name is not None and name not in REGISTRY:
        names = ", ".join(REGISTRY)
        fail(
            t(
                "Aucune mesure ne s'appelle {name}. Choisissez parmi : {names}.",
                name=name,
                names=names,
            ),
            USAGE,
        )
    holds = True
    for known, measure in REGISTRY.items():
        if name in {None, known}:
            measured = measure()
            for found in (measured,) if isinstance(measured, Measurement) else measured:
                ratio = t.number(found.ratio, 2)
                limit = t.number(found.limit, 2)
                verdict = t("tenu") if found.holds else t("dépassé")
                say(f"{found.name}  {ratio} / {limit}  {verdict}  {found.detail}".rstrip())
                holds = holds and found.holds
    if not holds:
        raise typer.Exit(FAULT)
