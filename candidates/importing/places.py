"""Where somebody lives, from what a cell, a group row, a title or an address says."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

CODE = re.compile(r"36\.?73\.?(\d{2})\.?(\d{4})")
KELURAHAN = re.compile(
    r"(?i)\b(?:kel(?:urahan)?|kelrahan|kalurahan|desa|ds)\b[\s.:/]*(?:desa\b[\s.:]*)?([a-z][a-z' ]*)"
)
KECAMATAN = re.compile(r"(?i)\bkec(?:amatan)?\b[\s.:]*([a-z][a-z' ]*)")
KOTA_SERANG = re.compile(r"(?i)\b(kota|kodya|kotamadya)\b\.?\s*serang\b")
OUTSIDE = re.compile(
    r"(?i)\bluar (kota|daerah|serang|kota serang)\b|\bkab(?:upaten)?\b\.?\s*[a-z]+|"
    r"\bkota\b\.?\s+(?!serang|baru\b)[a-z]+"
)
PIECES = re.compile(r"[,;/()\n–]|\s-\s|-(?=\s*(?i:kec))")
BESIDE = re.compile(  # what else stands in the name of a sheet or in a title
    r"(?i)[\d_()./-]+|"
    r"\b(data|daftar|rekap|list|calon|peserta|pendaftar|pencari kerja|pencaker|warga|rev|revisi|final)\b"
)
TOO_COMMON = {"serang", "banten", "curug", "kasemen", "walantaka", "taktakan", "cipocokjaya", "cipocok", "lontar"}


def letters(text: str) -> str:
    """Sumur Pecung, SUMURPECUNG and sumur-pecung are one spelling."""
    return re.sub(r"[^a-z]", "", text.lower())


def names_a_place(address: str) -> bool:
    """Whether an address says its kelurahan or kecamatan, be it one that nobody knows here."""
    return bool(KELURAHAN.search(address) or KECAMATAN.search(address))


@dataclass(frozen=True)
class Place:
    """The kelurahan's code, or the code of what is wrong."""

    code: str | None
    wrong: str = ""


@dataclass
class Places:
    """What is known of the city: kelurahan (code, name, kecamatan), other spellings, and what lies around it."""

    kelurahan: list[tuple[str, str, str]]
    spellings: list[tuple[str, str]] = field(default_factory=list)  # spelling, code
    regencies: list[str] = field(default_factory=list)  # "Kabupaten Serang", "Kota Cilegon"
    neighbours: list[str] = field(default_factory=list)  # kecamatan of other regencies nearby

    def __post_init__(self) -> None:
        self.codes = {code for code, _name, _kecamatan in self.kelurahan}
        self.by_name: dict[str, list[str]] = {}
        for code, name, _kecamatan in self.kelurahan:
            self.by_name.setdefault(letters(name), []).append(code)
        for spelling, code in self.spellings:
            if code in self.codes:
                self.by_name.setdefault(letters(spelling), [code])
        self.kecamatan_of = {code: letters(kecamatan) for code, _name, kecamatan in self.kelurahan}
        self.kecamatan = set(self.kecamatan_of.values())
        towns = {letters(re.sub(r"(?i)^(kabupaten|kota)( administrasi)?\s+", "", name)) for name in self.regencies}
        # Curug is a kecamatan here and one of Tangerang: without a word about the regency ours is meant.
        self.elsewhere = (towns | {letters(name) for name in self.neighbours}) - self.kecamatan
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, said: str, kecamatan: str = "", address: str = "", city: str = "") -> Place:
        """`said` is the kelurahan's cell; the others help when they are there. An address can stand in for it."""
        if not said and not address:
            return Place(None, "outside_kota_serang" if self._is_outside(city) else "kelurahan_missing")
        if match := CODE.search(said):
            code = f"36.73.{match[1]}.{match[2]}"
            return Place(code) if code in self.codes else Place(None, "kelurahan_unknown")
        around = " , ".join(text for text in (said, address, city) if text)
        if self._is_outside(around):
            return Place(None, "outside_kota_serang")
        found = self._named(said) if said else self._in_address(address)
        if len(found) > 1:
            found = self._within(found, self._kecamatan(kecamatan, said, address)) or found
        if len(found) == 1:
            return Place(found[0])
        if found:
            return Place(None, "kelurahan_ambiguous")
        elsewhere = any(letters(_bare(piece)) in self.elsewhere for piece in PIECES.split(f"{around},{kecamatan}"))
        return Place(None, "outside_kota_serang" if elsewhere else "kelurahan_unknown")

    def alone(self, text: str) -> dict[str, str]:
        """What a text that is nothing but a name of ours says: {"kelurahan": …}, {"kecamatan": …} or nothing.

        A name of both says the kecamatan: which of its kelurahan is meant nobody knows.
        """
        name = " ".join(BESIDE.sub(" ", text).split())
        written = letters(name)
        if written in self.kecamatan or (len(written) > 5 and self.by_spelling(written) in self.kecamatan):
            return {"kecamatan": name}
        return {"kelurahan": name} if len(self.by_name.get(written, ())) == 1 else {}

    def _is_outside(self, text: str) -> bool:
        return any(not KOTA_SERANG.match(match[0]) for match in OUTSIDE.finditer(text))

    def _named(self, said: str) -> list[str]:
        """The codes of the kelurahan that a cell names: whole, behind "Kel.", or in one of its pieces."""
        whole = KECAMATAN.sub(" ", KOTA_SERANG.sub(" ", said))
        for piece in (whole, *PIECES.split(whole)):
            if found := self.by_name.get(letters(_bare(piece))):
                return found
        return self._in_address(said)

    def _in_address(self, address: str) -> list[str]:
        if match := KELURAHAN.search(address):
            return self._longest(match[1])
        rest = KECAMATAN.sub(" ", KOTA_SERANG.sub(" ", address))
        words = re.findall(r"[a-z]+", rest.lower())
        spans = {"".join(words[i : i + n]) for n in (1, 2) for i in range(len(words))}
        named = [name for name in self.by_name if name in spans and name not in TOO_COMMON]
        codes = {code for name in named for code in self.by_name[name]}
        return sorted(codes)

    def _longest(self, words: str) -> list[str]:
        """ "Unyur Serang Banten" → Unyur; "Sumur Pecung" → Sumur Pecung."""
        parts = words.split()
        for count in range(min(3, len(parts)), 0, -1):
            if found := self.by_name.get("".join(letters(part) for part in parts[:count])):
                return found
        return []

    def _kecamatan(self, kecamatan: str, *texts: str) -> str:
        for text in (kecamatan, *texts):
            if match := KECAMATAN.search(text):
                return self._known_kecamatan(match[1])
            if text is kecamatan and text:
                return self._known_kecamatan(text)
        pieces = [letters(piece) for text in texts for piece in PIECES.split(text)[1:]]
        return next((piece for piece in pieces if piece in self.kecamatan), "")

    def _known_kecamatan(self, words: str) -> str:
        parts = words.split()
        for count in (2, 1):
            name = "".join(letters(part) for part in parts[:count])
            if name in self.kecamatan:
                return name
        return self.by_spelling(name)

    def by_spelling(self, name: str) -> str:
        """ "Cipocok" for Kecamatan Cipocok Jaya."""
        return next((known for known in self.kecamatan if name and known.startswith(name)), name)

    def _within(self, codes: list[str], kecamatan: str) -> list[str]:
        return [code for code in codes if self.kecamatan_of[code] == kecamatan]

    def close_to(self, said: str) -> str:
        """The name that a wrong spelling may mean; empty when none is near."""
        near = get_close_matches(letters(_bare(said)), [letters(name) for _c, name, _k in self.kelurahan], 1, 0.75)
        return next((name for _c, name, _k in self.kelurahan if near and letters(name) == near[0]), "")


def _bare(text: str) -> str:
    """Without the word for kelurahan before the name."""
    return re.sub(r"(?i)^\s*(?:\d+[.)]\s*)?(?:kel(?:urahan)?|desa|ds|kec(?:amatan)?)\b[\s.:/]*", "", text.strip())
