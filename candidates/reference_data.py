"""First contents of the tables of this app. Staff may change them afterwards."""

from datetime import date

from django_celery_beat.models import CrontabSchedule, PeriodicTask

from candidates.enums import Condition, Purpose
from candidates.models import (
    ClosingReason,
    ConsentText,
    DocumentKind,
    DocumentRule,
    HeardFrom,
    Kelurahan,
    NikRegion,
    Programme,
    ReturnReason,
    Scheme,
    Sector,
    WorkCategory,
)
from core.reference import Report, create_missing, rows
from notifications.reference_data import load_messages


def load(report: Report) -> None:
    schemes = [row | {"is_employment": row["is_employment"] == "true"} for row in rows("candidates", "schemes.csv")]
    report(f"{create_missing(Scheme, ['slug'], schemes)} schemes")
    report(f"{create_missing(Sector, ['slug'], rows('candidates', 'sectors.csv'))} sectors")
    sources = [row | {"position": number} for number, row in enumerate(rows("candidates", "heard_from.csv"))]
    report(f"{create_missing(HeardFrom, ['slug'], sources)} sources")
    categories = [
        {"slug": row["slug"], "sector_id": row["sector"], "name": row["name"], "name_ja": row["name_ja"]}
        for row in rows("candidates", "work_categories.csv")
    ]
    report(f"{create_missing(WorkCategory, ['slug'], categories)} work categories")
    _load_regions(report)
    programmes = [
        {key: int(value) if key == "year" else date.fromisoformat(value) for key, value in row.items()}
        for row in rows("candidates", "programmes.csv")
    ]
    report(f"{create_missing(Programme, ['year'], programmes)} programmes")
    texts = [
        {
            "purpose": Purpose(row["purpose"]).value,
            "version": int(row["version"]),
            "required": row["required"] == "true",
            "valid_from": date.fromisoformat(row["valid_from"]),
            "text": row["text"],
        }
        for row in rows("candidates", "consent_texts.csv")
    ]
    report(f"{create_missing(ConsentText, ['purpose', 'version'], texts)} consent texts")
    reasons = [row | {"position": number} for number, row in enumerate(rows("candidates", "closing_reasons.csv"))]
    report(f"{create_missing(ClosingReason, ['kind', 'text'], reasons)} closing reasons")
    _load_papers(report)
    load_messages("candidates", report)
    _load_clock(report)


def _load_papers(report: Report) -> None:
    """Which papers exist, whom they are asked of, and why one is sent back."""
    kinds = [
        row | {flag: row[flag] == "yes" for flag in ("is_sensitive", "expires", "says_who")} | {"position": number}
        for number, row in enumerate(rows("candidates", "document_kinds.csv"))
    ]
    report(f"{create_missing(DocumentKind, ['slug'], kinds)} document kinds")
    rules = [
        {
            "kind_id": row["kind"],
            "condition": Condition(row["condition"]).value,
            "asked_from": row["asked_from"],
            "needed_for": row["needed_for"],
            "valid_from": date.fromisoformat(row["valid_from"]),
        }
        for row in rows("candidates", "document_rules.csv")
    ]
    key = ["kind", "sector", "scheme", "condition", "valid_from"]
    report(f"{create_missing(DocumentRule, key, rules)} document rules")
    reasons = [row | {"position": number} for number, row in enumerate(rows("candidates", "return_reasons.csv"))]
    report(f"{create_missing(ReturnReason, ['text'], reasons)} reasons to send back")


def _load_clock(report: Report) -> None:
    """At night, in time: told phones and old lists from kelurahan are deleted, the unselected are anonymised."""
    nightly, _ = CrontabSchedule.objects.get_or_create(minute="40", hour="2", timezone="Asia/Jakarta")
    tasks = {
        "Forget told phones": "forget_told_phones",
        "Delete the cells of old lists": "forget_lists",
        "Anonymise the unselected": "anonymise_due",
        "Forget phones of deleted people": "forget_farewells",
        "Forget unfinished registrations": "forget_drafts",
    }
    number = 0
    for name, task in tasks.items():
        values = {"crontab": nightly, "task": f"candidates.tasks.{task}", "args": "[]"}
        number += PeriodicTask.objects.get_or_create(name=name, defaults=values)[1]
    often, _ = CrontabSchedule.objects.get_or_create(minute="*/10", timezone="Asia/Jakarta")
    compare = {"crontab": often, "task": "candidates.tasks.compare_people", "args": "[]", "expire_seconds": 300}
    number += PeriodicTask.objects.get_or_create(name="Look for people on file twice", defaults=compare)[1]
    report(f"{number} periodic tasks")


def _load_regions(report: Report) -> None:
    kelurahan = [
        {
            "code": row["code"],
            "name": row["name"],
            "kecamatan_code": row["kecamatan_code"],
            "kecamatan": row["kecamatan_name"],
            "postal_code": row["postal_code"],
        }
        for row in rows("candidates", "kelurahan.csv")
    ]
    report(f"{create_missing(Kelurahan, ['code'], kelurahan)} kelurahan")
    regions = [{"code": row["code"], "name": row["name"]} for row in rows("candidates", "provinces.csv")]
    regions += [{"code": row["nik_prefix"], "name": row["name"]} for row in rows("candidates", "regencies.csv")]
    report(f"{create_missing(NikRegion, ['code'], regions)} NIK regions")
