from celery import shared_task

from candidates import opening


@shared_task(ignore_result=True)
def forget_told_phones() -> None:
    opening.forget_told()
