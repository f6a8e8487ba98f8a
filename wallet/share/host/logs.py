"""The host's log as JSON lines: what happened, never to whom or with which link."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final, TextIO

from typing_extensions import override

from wallet.codec import json
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject

LOGGER: Final = "wallet.host"


class JsonLines(logging.Formatter):
    """One JSON object per record: `at`, `level`, `event`, and the fields of a request where there was one."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: JsonObject = {"at": format_instant(self._clock()), "level": record.levelname.lower()}
        fields = getattr(record, "fields", None)
        line |= {"event": "request", **fields} if isinstance(fields, dict) else {"event": record.getMessage()}
        return json.dumps(line).decode()


def log_to(stream: TextIO, clock: Callable[[], datetime]) -> None:
    """Write the host's log to `stream` from now on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(clock))
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
