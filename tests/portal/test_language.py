"""Indonesian is what everybody sees, however their phone is set."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize("setting", ["en-US,en;q=0.9", "ja", "id-ID", ""])
@pytest.mark.parametrize(
    "address, words", [("/", "Daftar sekarang"), ("/daftar/", "Data ini dipakai untuk apa"), ("/masuk/", "Kata sandi")]
)
def test_a_phone_set_to_another_language_reads_indonesian(client, address, words, setting):
    page = client.get(address, headers={"accept-language": setting}).content.decode()
    assert words in page
    assert '<html lang="id"' in page
