from celery import shared_task

from candidates import drafting, farewell, likeness, opening, retention
from candidates.importing import accepting, batches
from candidates.models import ImportBatch


@shared_task(ignore_result=True)
def forget_told_phones() -> None:
    opening.forget_told()


@shared_task(ignore_result=True)
def read_list(pk: int) -> None:
    batches.read(ImportBatch.objects.get(pk=pk))


@shared_task(ignore_result=True)
def register_list(pk: int) -> None:
    accepting.register_rows(ImportBatch.objects.get(pk=pk))


@shared_task(ignore_result=True)
def forget_lists() -> None:
    batches.forget()


@shared_task(ignore_result=True)
def forget_farewells() -> None:
    farewell.forget()


@shared_task(ignore_result=True)
def anonymise_due() -> None:
    retention.anonymise_due()


@shared_task(ignore_result=True)
def compare_people() -> None:
    likeness.compare_new()


@shared_task(ignore_result=True)
def forget_drafts() -> None:
    drafting.forget()
