import pytest
from django.core.management import call_command


@pytest.fixture
def committed_reference(transactional_db):
    """Reference data that other threads can see; for races."""
    call_command("load_reference", verbosity=0)
