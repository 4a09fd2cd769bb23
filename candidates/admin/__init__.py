"""The desk's pages about people: candidates, journeys with their verbs, and the tables behind them."""

from candidates.admin import journeys, people, reasons, tables

__all__ = ["journeys", "people", "reasons", "tables"]
