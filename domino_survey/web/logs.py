"""The log: JSON lines on stderr, without tokens, codes, answers or addresses of people."""

from __future__ import annotations

import ipaddress
import logging
import re
import sys
import traceback
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from structlog.types import EventDict, Processor

_OWN = "domino_survey"
_OTHERS = ("uvicorn", "streamlit", "websockets")
_SECRETS = (
    (re.compile(r"(/acces/)[^\s\"'?&#]+"), r"\1***"),
    (re.compile(r"\b(code|lien|token)=[^\s\"'&#]+"), r"\1=***"),
)
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w.])"
)


def configure_logs() -> None:
    """Send our log and those of the libraries to stderr in one form. A second call changes nothing."""
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                exception_without_message,
                without_secrets,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in _OTHERS:
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = True
            # At the level below, uvicorn notes who connects to what, with query parameters.
            logger.setLevel(logging.WARNING)
    for name in (_OWN, *_OTHERS):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
    logging.getLogger(_OWN).setLevel(logging.INFO)


def without_secrets(_: object, __: str, event: EventDict) -> MutableMapping[str, object]:
    """Processor that blots out what a text should not hold, whoever wrote it."""
    return {key: _blotted(value) for key, value in event.items()}


def _blotted(value: object) -> object:
    if isinstance(value, str):
        for pattern, replacement in _SECRETS:
            value = pattern.sub(replacement, value)
        return _ADDRESS.sub(_without_address, value)
    if isinstance(value, list):
        return [_blotted(item) for item in value]
    if isinstance(value, dict):
        return {key: _blotted(item) for key, item in value.items()}
    return value


def _without_address(match: re.Match[str]) -> str:
    try:
        ipaddress.ip_address(match[0])
    except ValueError:
        return match[0]
    return "***"


def exception_without_message(_: object, __: str, event: EventDict) -> EventDict:
    """Processor that tells an exception by its type and place: its message may quote an answer."""
    info = event.pop("exc_info", None)
    if not info:
        return event
    error = (
        info
        if isinstance(info, BaseException)
        else (info if isinstance(info, tuple) else sys.exc_info())[1]
    )
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        event["exception"] = type(error).__name__
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event
