"""What the log may hold: what happened and where, never whose NIK, phone, e-mail or row."""

import logging
import re

from core.request_ids import current_code

REMOVED = [
    # PostgreSQL quotes the row or the key that it refused.
    (re.compile(r"(Key \([^)]*\)=\().*?(\) )"), r"\1…\2"),
    (re.compile(r"(Failing row contains \().*\)"), r"\1…)"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<!\d)\d(?:[ .-]?\d){15,}(?!\d)"), "[NIK]"),
    (re.compile(r"\+\d(?:[ .-]?\d){7,14}(?!\d)"), "[phone]"),
    (re.compile(r"(?<![\d.])(?:(?:0062|00 62|62|0)[ .-]?)?8(?:[ .-]?\d){7,12}(?!\d)"), "[phone]"),
]


def redact(text: str) -> str:
    for pattern, replacement in REMOVED:
        text = pattern.sub(replacement, text)
    return text


class RedactFilter(logging.Filter):
    """Takes personal data out of the message and out of the trace below it."""

    formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:
            message = str(record.msg)  # a log call with wrong arguments must not stop the request
        record.msg, record.args = redact(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


class RequestCodeFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.code = current_code()
        return True
