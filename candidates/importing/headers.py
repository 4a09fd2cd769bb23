"""Which column holds what: the many spellings of a header."""

import re
from functools import lru_cache

# A header speaks of somebody else than the person, or of something that is not asked.
OTHERS = re.compile(
    r"\b(ayah|ibu|orang ?tua|ortu|wali|pasangan|suami|istri|darurat|saudara|kerabat|sekolah|perusahaan|petugas|kk|"
    r"kepala keluarga|kartu keluarga|lpk|rt|rw|rt rw|instansi|panggilan|siswa|nisn?|ukuran|jurusan)\b"
)
# Tried in this order: "Alamat sesuai KTP" is an address and "Nama Kelurahan" no name of a person.
SPELLINGS = (
    ("place_and_day", r"\b(ttl|t t l)\b|(tempat|tmpt|tmp|tpt).*(tanggal|tgl|tg).*(lahir|lhr)|(tempat|tmpt) tgl$"),
    ("birth_date", r"(tanggal|tgl|tg|tggl|hari).*(lahir|lhr)|birth ?da(te|y)|date of birth|\bdob\b|^lahir$|生年月日"),
    ("birth_place", r"(tempat|tmpt|kota|kab).*(lahir|lhr)|place of birth|birth ?place|出生地"),
    ("address", r"alamat|domisili|tempat tinggal|address|住所"),
    ("kelurahan", r"\b(kelurahan|kel|desa|kelurahan desa|asal kelurahan)\b(?! ?amin)"),
    ("kecamatan", r"\b(kecamatan|kec)\b"),
    ("city", r"\b(kota|kabupaten|kab|city)\b"),
    ("sex", r"^(jk|j k|l p|p l|lp|jns? ?kel(amin)?|j ?kel(amin)?|sex|gender|性別)$|kelamin|gender"),
    ("phone", r"\b(no)?(hp|handphone|hand phone|wa|whatsapp|whats app|telp|telepon|telpon|telephone|tlp|tlpn|phone|"
     r"ponsel|seluler|selular|kontak|contact|mobile)\b|電話"),
    ("name", r"^(nama|name|nm)\b|\b(nama|full ?name)\b|氏名|名前"),
    ("nik", r"\bnik\b|\bktp\b|\be ?ktp\b|nomor induk|no induk|induk kependudukan|identitas|id card"),
    ("education", r"pendidikan|\bpend\b|pddk|ijazah|ijasah|lulusan|education|学歴"),
    ("sector", r"bidang|minat|sektor|sector|pilihan|jobdesk|job order|tujuan kerja|分野|職種"),
    ("number", r"^(no|nomor|nomer|no urut|nomor urut|number|urut|番号)$"),
)  # fmt: skip
# Only below a header of two rows: "Tempat | Tanggal" under "Kelahiran", "L | P" under "Jenis Kelamin".
BELOW = {
    "tempat": "birth_place",
    "tmpt": "birth_place",
    "tanggal": "birth_date",
    "tgl": "birth_date",
    "l": "is_man",
    "laki laki": "is_man",
    "laki": "is_man",
    "lk": "is_man",
    "p": "is_woman",
    "pr": "is_woman",
    "perempuan": "is_woman",
}
SEVERAL = frozenset({"phone", "sector"})  # "Pilihan 1" and "Pilihan 2", "No. HP" and "No. WA"
LONGEST = 60
FIRST_WORD = re.compile(r"(?i)^(nama|nomor|no|tanggal|tgl|tempat|jenis|alamat|asal)(?=\w\w)")


def _together(text: str) -> str:
    """ "N A M A  L E N G K A P" → "NAMA LENGKAP": titles are set wide."""
    if not re.fullmatch(r"\s*\w(\s+\w){2,}\s*", text):
        return text
    return FIRST_WORD.sub(r"\1 ", "".join(text.split()))


@lru_cache(maxsize=2048)
def field_of(text: str) -> str:
    """The field a header names; "" for none, "other" for a header that names something that is not read."""
    plain = " ".join(re.sub(r"[^\w]+|_", " ", _together(text).lower()).split())
    if not plain or len(plain) > LONGEST or re.search(r"\d{4}", plain):
        return ""
    if OTHERS.search(plain):
        return "other"
    return next((name for name, spelling in SPELLINGS if re.search(spelling, plain)), "")


def field_below(text: str) -> str:
    plain = " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
    return BELOW.get(plain) or field_of(text)
