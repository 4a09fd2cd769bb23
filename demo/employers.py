"""Companies that do not exist, and what they ask for."""

from datetime import date, timedelta

from demo.story import Story
from placements import matching
from placements.enums import AgencyKind, OrderStatus, Result
from placements.models import Agency, Employer, JobOrder, Nomination

# Name, name in Japanese, prefecture, city.
COMPANIES = (
    ("Contoh Kaigo Sakura", "見本介護さくら", "osaka", "Sakai"),
    ("Contoh Care Hidamari", "見本ケアひだまり", "aichi", "Nagoya"),
    ("Contoh Nouen Midori", "見本農園みどり", "ibaraki", "Hokota"),
    ("Contoh Bokujou", "見本牧場", "hokkaido", "Obihiro"),
    ("Contoh Jidousha", "見本自動車", "saitama", "Kawagoe"),
    ("Contoh Airport Service", "見本エアポートサービス", "chiba", "Narita"),
)
CATEGORIES = {
    "nursing_care": ("caregiver", (0, 1), 215_000),
    "agri_crop": ("agriculture", (2,), 205_000),
    "agri_livestock": ("agriculture", (3,), 210_000),
    "auto_repair": ("automotive", (4,), 225_000),
    "aviation_ground_handling": ("ground_handling", (5,), 220_000),
}

# Orders that still take people: their interviews lie ahead (days ago, so negative).
AHEAD = (("nursing_care", -24), ("agri_crop", -30), ("aviation_ground_handling", -38))


class Orders:
    """Job orders, made when somebody is to be nominated for one."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.p3mi = Agency.objects.create(name="P3MI Contoh Bahari", kind=AgencyKind.P3MI, licence_no="CONTOH/SIP3MI/1")
        self.so = Agency.objects.create(name="SO Contoh Serang", kind=AgencyKind.SO, licence_no="CONTOH/SO/1")
        self.companies = [
            Employer.objects.create(name=name, name_ja=name_ja, prefecture=prefecture, city=city)
            for name, name_ja, prefecture, city in COMPANIES
        ]
        self.open: dict[tuple[str, str, date], JobOrder] = {}
        for category, ago in AHEAD:
            story.plan(story.ago(12), self._announce, category, story.ago(ago))

    def _announce(self, day: date, category: str, interview_on: date) -> None:
        self.order("ssw", category, interview_on)

    def order(self, scheme: str, category: str, interview_on: date) -> JobOrder:
        """The order of that kind whose interview is on that day."""
        key = (scheme, category, interview_on)
        if key not in self.open:
            self.open[key] = self._create(*key)
        return self.open[key]

    def _create(self, scheme: str, category: str, interview_on: date) -> JobOrder:
        sector, companies, wage = CATEGORIES[category]
        company = self.companies[self.story.rng.choice(companies)]
        agency = self.so if scheme == "magang" else self.story.rng.choice([self.p3mi, None])
        order = JobOrder(
            employer=company,
            agency=agency,
            scheme_id=scheme,
            sector_id=sector,
            work_category_id=category,
            prefecture=company.prefecture,
            seats=12,
            document_deadline=interview_on - timedelta(days=14),
            interview_on=interview_on,
            result_due_on=interview_on + timedelta(days=7),
            contract_months=36,
            gross_wage_jpy=wage if scheme == "ssw" else 180_000,
        )
        order.full_clean()
        order.save()
        self.story.plan(interview_on + timedelta(days=10), self._close, order)
        return order

    def decide(self, day: date, nomination: Nomination, result: Result, feedback: str = "") -> None:
        rng = self.story.rng
        promised = rng.choice([1, 2, 3, 3, 5]) if result == Result.PASSED else None
        matching.record_result(
            nomination,
            result,
            by=self.story.office,
            on=day,
            rank=1 if result == Result.RESERVE else None,
            commitment_years=promised,
            feedback=feedback,
        )

    def _close(self, day: date, order: JobOrder) -> None:
        """After the interview nobody joins any more; with fewer seats than asked for, the rest lapse."""
        order.status = OrderStatus.CLOSED
        order.save(update_fields=["status"])
