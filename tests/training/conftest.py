from datetime import UTC, datetime

import pytest

from tests.factories.training import ClassTrainerFactory, EnrolmentFactory, TrainingClassFactory


@pytest.fixture
def monday_evening(monkeypatch):
    """Monday of 2026-W32, 21.04 in Serang."""
    now = datetime(2026, 8, 3, 14, 4, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


@pytest.fixture
def class_a(reference, trainer):
    """Kelas A with two trainees, taught by Bu Sari."""
    training_class = TrainingClassFactory(code="A-2026")
    EnrolmentFactory(training_class=training_class, journey__candidate__name="Andi Contoh")
    EnrolmentFactory(training_class=training_class, journey__candidate__name="Bayu Contoh")
    ClassTrainerFactory(training_class=training_class, user=trainer)
    return training_class
