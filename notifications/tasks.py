"""What the clock (Celery beat) runs. The queue is the outbox in the database; Celery only wakes a worker."""

from celery import shared_task

from notifications import reminders, sending


@shared_task
def queue_due_reminders() -> None:
    reminders.queue_due()


@shared_task
def deliver_messages() -> None:
    sending.deliver()
