"""People who began to register and put the phone away: the desk reads at which step."""

from datetime import date

from candidates import drafting, steps
from demo.story import Story

LEFT, LONGEST_AGO = 14, 26  # how many in a usual year; drafts are kept for thirty days
# What each step adds to the answers, as it is typed.
TYPED = (
    {"name": "Belum Selesai Contoh", "birth_date": "05-05-2004", "sex": "P"},
    {"phone": "0812-0000-9999", "residence": "36.73.01.1007", "address_outside": ""},
    {"sector": "caregiver", "wish_2": "", "wish_3": "", "scheme": ""},
    {"education": "SMA", "occupation": "", "heard_from": ""},
)
STOPPED_AFTER = (2, 1, 1, 4, 2, 1, 3)  # steps; the second, address and phone, loses most


def plan(story: Story) -> None:
    number = story.share(LEFT, least=4)
    for each in range(number):
        story.plan(story.ago(1 + each * LONGEST_AGO // number), _leave, story, each)


def _leave(day: date, story: Story, number: int) -> None:
    answers = {"nik": f"367302450504{9900 + number}"}
    for typed in TYPED[: STOPPED_AFTER[number % len(STOPPED_AFTER)]]:
        answers |= typed
    at = story.at(day, 20)
    drafting.save(None, answers, next_step=lambda kept: steps.open_step(kept, day), at=at)
