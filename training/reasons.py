"""Reasons as people type them."""


def clean_reason(text: str) -> str:
    """What was typed, without what the database cannot hold."""
    return text.replace("\x00", "").strip()[:200]
