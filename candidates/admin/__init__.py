"""The desk's pages about people: candidates, journeys with their verbs, and the tables behind them."""

from candidates.admin import journeys, paper_rules, papers_panel, people, reasons, tables

__all__ = ["journeys", "paper_rules", "papers_panel", "people", "reasons", "tables"]
