"""`access`: links that carry rights, whether a server holds the database or not."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domino_survey.cli.installation import opened, settings_of
from domino_survey.cli.speech import USAGE, complain, fail, faults_told, say, translator

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from domino_survey.settings import Settings

_ROLES = {
    "decision-maker": "decision_maker",
    "decision_maker": "decision_maker",
    "decideur": "decision_maker",
    "organiser": "organiser",
    "organisateur": "organiser",
    "holder": "holder",
    "porteur": "holder",
}
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "j": timedelta(days=1)}
_UNITS["w"] = timedelta(weeks=1)


def grant(data: Path | None, role: str, territory: str, expires: str, label: str) -> None:
    """Make a link and write its address: it cannot be read again later."""
    t = translator()
    if role not in _ROLES:
        fail(
            t("Le rôle {role} n'existe pas. Choisissez decision-maker ou organiser.", role=role),
            USAGE,
        )
    request = {
        "command": "grant",
        "role": _ROLES[role],
        "territory": territory,
        "label": label,
        "seconds": _seconds(expires),
    }
    settings = settings_of(data)
    done = _perform(settings, request)
    address = settings.address.rstrip("/")
    say(f"{address}{done['path']}")
    until = t.datetime(datetime.fromisoformat(str(done["expires_at"])))
    say(t("Identifiant : {id}. Valable jusqu'au {until}.", id=done["id"], until=until))
    if not address:
        say(
            t(
                "Ajoutez devant l'adresse de votre site, ou donnez-la dans DOMINO_ADDRESS, par "
                "exemple https://domino.exemple.fr."
            )
        )


def show(data: Path | None, *, as_json: bool) -> None:
    """List the links: what they give, until when, and whether they are still valid."""
    t = translator()
    done = _perform(settings_of(data), {"command": "list"})
    links = done["links"]
    if not isinstance(links, list):
        raise TypeError("the answer to list holds links")
    if as_json:
        say(json.dumps(links, ensure_ascii=False, indent=2))
        return
    if not links:
        say(t("Aucun lien d'accès."))
    for link in links:
        say(_row(link))


def _row(link: Mapping[str, object]) -> str:
    t = translator()
    until = t.datetime(datetime.fromisoformat(str(link["expires_at"])))
    if link["revoked_at"]:
        state = t("retiré")
    elif link["valid"]:
        state = t("valable jusqu'au {until}", until=until)
    else:
        state = t("expiré le {until}", until=until)
    parts = (link["id"], link["role"], link["territory"] or "-", state, link["label"])
    return "  ".join(str(part) for part in parts if part)


def revoke(data: Path | None, link: str) -> None:
    """End a link."""
    _perform(settings_of(data), {"command": "revoke", "link": link})
    t = translator()
    say(t("Lien {link} retiré.", link=link))


def _perform(settings: Settings, request: Mapping[str, object]) -> Mapping[str, object]:
    from domino_survey.services import control  # noqa: PLC0415 - DuckDB is slow to load
    from domino_survey.services.opening import database_of  # noqa: PLC0415 - the same

    t = translator()

    with faults_told():
        done = control.ask(settings.data, request) if settings.data.is_dir() else None
    if done is not None:
        return done
    if not database_of(settings).exists():
        # A link may be made before the first start; a wrong folder must not pass for that unnoticed.
        missing = t(
            "Le dossier {folder} ne contient pas encore de base de données.", folder=settings.data
        )
        if request["command"] != "grant":
            fail(f"{missing} {t('Vérifiez --data.')}")
        complain(f"{missing} {t('Elle est créée.')}")
    with opened(settings) as context:
        return control.perform(context, request)


def _seconds(text: str) -> int:
    match = re.fullmatch(r"(\d{1,5})([hdjw])", text.strip().lower())
    if match is None:
        t = translator()
        fail(
            t("La durée {text} ne se lit pas. Écrivez par exemple 12h, 30d ou 8w.", text=text),
            USAGE,
        )
    return int(match[1]) * int(_UNITS[match[2]].total_seconds())
