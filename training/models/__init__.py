from training.models.calendar import Holiday, PhoneRule
from training.models.classes import ClassTrainer, Enrolment, Site, TrainingClass
from training.models.evenings import Attendance, AttendanceChange, DayNote, DayWaiver, Evening, Score, ScoreChange
from training.models.marking import Criterion, CriterionWeight

__all__ = [
    "Attendance",
    "AttendanceChange",
    "ClassTrainer",
    "Criterion",
    "CriterionWeight",
    "DayNote",
    "DayWaiver",
    "Enrolment",
    "Evening",
    "Holiday",
    "PhoneRule",
    "Score",
    "ScoreChange",
    "Site",
    "TrainingClass",
]
