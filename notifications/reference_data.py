"""Message texts, reminder rules, and the clock. Other apps load theirs with `load_messages`."""

import json
from pathlib import Path

from django.apps import apps
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from core.reference import Report, create_missing, rows
from notifications.models import MessageTemplate, ReminderRule

TEMPLATES = "message_templates.csv"
RULES = "reminder_rules.csv"
DELIVER_EVERY = 10  # seconds
REMIND_AT = {"minute": "*/15", "hour": "6-20"}  # nobody is reminded at night


def load(report: Report) -> None:
    load_messages("notifications", report)
    load_clock(report)


def load_messages(app: str, report: Report) -> None:
    """Load `<app>/reference/message_templates.csv` (code,language,subject,body,placeholders,whatsapp_template,secret)
    and `reminder_rules.csv` (code,reminder,days_before,template,urgent), each only if it is there.

    Placeholders are separated by blanks. What staff have changed stays.
    """
    if has(app, TEMPLATES):
        number = create_missing(MessageTemplate, ["code"], map(as_template, rows(app, TEMPLATES)))
        report(f"{number} message texts")
    if has(app, RULES):
        texts = dict(MessageTemplate.objects.values_list("code", "pk"))
        number = create_missing(ReminderRule, ["code"], (as_rule(row, texts) for row in rows(app, RULES)))
        report(f"{number} reminder rules")


def has(app: str, filename: str) -> bool:
    return (Path(apps.get_app_config(app).path) / "reference" / filename).exists()


def as_template(row: dict[str, str]) -> dict[str, object]:
    return {
        "code": row["code"],
        "language": row.get("language") or "id",
        "subject": row["subject"],
        "body": row["body"].replace("\\n", "\n"),
        "placeholders": row["placeholders"].split(),
        "whatsapp_template": row.get("whatsapp_template") or "",
        "secret": row.get("secret") == "yes",
    }


def as_rule(row: dict[str, str], texts: dict[str, int]) -> dict[str, object]:
    return {
        "code": row["code"],
        "reminder": row["reminder"],
        "days_before": int(row["days_before"]),
        "template_id": texts[row["template"]],
        "urgent": row.get("urgent") == "yes",
    }


def load_clock(report: Report) -> None:
    """What Celery beat runs, and when. Staff may change the times in the admin."""
    often, _ = IntervalSchedule.objects.get_or_create(every=DELIVER_EVERY, period=IntervalSchedule.SECONDS)
    by_day, _ = CrontabSchedule.objects.get_or_create(**REMIND_AT, timezone="Asia/Jakarta")
    deliver = {"interval": often, "task": "notifications.tasks.deliver_messages", "expire_seconds": DELIVER_EVERY}
    remind = {"crontab": by_day, "task": "notifications.tasks.queue_due_reminders", "expire_seconds": 600}
    tasks = [
        {"name": "Deliver messages", "args": json.dumps([]), **deliver},
        {"name": "Queue due reminders", "args": json.dumps([]), **remind},
    ]
    fresh = 0
    for task in tasks:
        # One by one: saving a task is what tells a running beat that its table has changed.
        _, created = PeriodicTask.objects.get_or_create(name=task["name"], defaults=task)
        fresh += created
    report(f"{fresh} periodic tasks")
