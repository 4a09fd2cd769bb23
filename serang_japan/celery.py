import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
app = Celery("serang_japan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
