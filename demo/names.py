"""Names, numbers and addresses of people who do not exist, with the mess in which real registrations come."""

from datetime import date, timedelta
from random import Random

from candidates.enums import Sex
from candidates.models import Kelurahan
from candidates.registration import PersonData

FAMILY = "Contoh"  # everybody's last name says that nobody is real


def _words(text: str) -> list[str]:
    return text.split()


WOMEN = _words(
    "Aisyah Alya Amelia Anggi Anisa Ayu Bunga Cahya Citra Dara Desi Dewi Dinda Eka Elsa Fadila Fitri Gita Hana "
    "Hesti Indah Intan Jihan Kartika Laila Lestari Lina Maya Mega Mira Nadia Nisa Novi Nur Puspa Putri Rahma "
    "Ratih Riska Salsa Sari Siti Sri Tari Tia Umi Vina Wulan Yanti Yuli Zahra"
)
MEN = _words(
    "Adi Agung Ahmad Aldi Andi Anton Arif Asep Bagas Bayu Budi Cecep Dani Dedi Deni Dika Edi Eko Fajar Farhan "
    "Galih Gilang Hadi Hendra Ilham Imam Iwan Joko Kurnia Lukman Maulana Nanda Nugraha Oki Panji Putra Rahmat "
    "Rangga Reza Rifki Rizal Sandi Satria Surya Teguh Topan Ujang Wahyu Wawan Yoga Yusuf Zaki"
)
MIDDLE = _words(
    "Ananda Angkasa Bahari Bintang Cahaya Cemara Delima Embun Fajri Gemilang Hijau Jingga Kencana Lazuardi Mawar "
    "Melati Merpati Nirmala Pelangi Permata Pertiwi Purnama Rimba Samudra Senja Seruni Surya Teratai Utama Wibawa"
)
ONE_WORD = {
    Sex.FEMALE: ("Contohwati", "Contohningsih", "Contohyani"),
    Sex.MALE: ("Contohyanto", "Contohman", "Contono"),
}
OUTSIDE = ("Kampung Contoh RT 01/02, Kabupaten Serang", "Jalan Contoh 12, Kota Cilegon", "Desa Contoh, Kab. Pandeglang")


class People:
    """Invents person after person; no NIK comes twice. The same `rng` invents the same people."""

    def __init__(self, rng: Random, on: date) -> None:
        self.rng = rng
        self.on = on
        self.kelurahan = list(Kelurahan.objects.order_by("code").values_list("code", flat=True))
        self.phone = 100
        self.niks: set[str] = set()

    def invent(self, number: int, registered_on: date) -> PersonData:
        """The person with that number, between 17 and 34 years old on the day of the registration."""
        sex = Sex.FEMALE if self.rng.random() < 0.54 else Sex.MALE
        born = self._birth_date(number, registered_on)
        differs = number % 41 == 7  # the KTP shows the next month, the NIK the right one, or the other way round
        on_nik = born - timedelta(days=31) if differs else born
        outside = number % 23 == 11
        return PersonData(
            nik=self._nik(on_nik, sex, outside),
            name=self._name(number, sex),
            birth_date=born,
            sex=sex,
            phone=self._phone(number),
            kelurahan_id=None if outside else self.rng.choice(self.kelurahan),
            address_outside=self.rng.choice(OUTSIDE) if outside else "",
            nik_differs=differs,
        )

    def rina(self) -> PersonData:
        """Who can log in as rina@demo.test."""
        born = date(self.on.year - 22, 5, 4)
        code = self.kelurahan[len(self.kelurahan) // 3]
        return PersonData(
            nik=self._nik(born, Sex.FEMALE, outside=False),
            name=f"Rina {FAMILY}",
            birth_date=born,
            sex=Sex.FEMALE,
            phone="+6281200000001",
            kelurahan_id=code,
        )

    def _birth_date(self, number: int, registered_on: date) -> date:
        if number % 67 == 13:  # exactly 17 on that very day
            return _years_before(registered_on, 17)
        if number % 31 == 5:
            return _years_before(registered_on, 17) - timedelta(days=self.rng.randrange(1, 360))
        years = self.rng.choice((18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 24, 25, 26, 28, 30, 33))
        return _years_before(registered_on, years) - timedelta(days=self.rng.randrange(360))

    def _nik(self, born: date, sex: Sex, outside: bool) -> str:
        """Valid in shape; the serial from 9000 on is higher than one day of births ever comes to."""
        region = "3604" if outside or self.rng.random() < 0.12 else "3673"
        day = born.day + 40 if sex == Sex.FEMALE else born.day
        stem = f"{region}{self.rng.randrange(1, 7):02d}{day:02d}{born:%m%y}"
        serial = self.rng.randrange(9000, 10000)
        while f"{stem}{serial}" in self.niks:
            serial = 9000 + (serial - 8999) % 1000
        self.niks.add(f"{stem}{serial}")
        return f"{stem}{serial}"

    def _phone(self, number: int) -> str:
        """0812-000-…, a range that nobody has; now and then two of a family share one."""
        if number % 53 != 9:
            self.phone += 1
        return f"+62812000{self.phone:05d}"

    def _name(self, number: int, sex: Sex) -> str:
        """As people type it: one word, abbreviated, all capitals, none at all."""
        if number % 29 == 3:
            return self.rng.choice(ONE_WORD[sex])
        first = self.rng.choice(WOMEN if sex == Sex.FEMALE else MEN)
        middle = self.rng.choice(MIDDLE) if self.rng.random() < 0.8 else ""
        if sex == Sex.MALE and number % 5 == 2:
            first = f"{self.rng.choice(('M.', 'Muh.', 'Muhammad', 'Moh'))} {first}"
        name = " ".join(part for part in (first, middle, FAMILY) if part)
        if number % 17 == 4:
            return name.upper()
        return name.lower() if number % 37 == 6 else name


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
