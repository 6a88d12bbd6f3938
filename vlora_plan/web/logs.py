"""One line of JSON for each record of the log; no bodies, no query strings."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

SECRET_PARTS = re.compile(r"(/links/|/password/[^/\s]+/)[^/\s]+")


class SecretsFilter(logging.Filter):
    """Takes out of each record what opens an account: whoever reads the log would log in by it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (clean := SECRET_PARTS.sub(r"\1…", message)) != message:
            record.msg, record.args = clean, ()
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": message.split("?", 1)[0] if record.name == "django.request" else message,
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
