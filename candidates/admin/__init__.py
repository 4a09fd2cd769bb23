"""The desk's pages about people: candidates, journeys with their verbs, and the tables behind them."""

from candidates.admin import (
    contact,
    journeys,
    lists,
    merging,
    paper_rules,
    papers_panel,
    people,
    reasons,
    rights,
    tables,
    tests_panel,
    wish,
)

__all__ = [
    "contact",
    "journeys",
    "lists",
    "merging",
    "paper_rules",
    "papers_panel",
    "people",
    "reasons",
    "rights",
    "tables",
    "tests_panel",
    "wish",
]
