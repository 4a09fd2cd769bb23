from training.models.calendar import Holiday, PhoneRule
from training.models.classes import ClassTrainer, Enrolment, Site, TrainingClass
from training.models.discipline import DisciplineEvent, DisciplineKind, DisciplineThreshold, DisciplineWarning
from training.models.dormitory import Room, RoomStay
from training.models.duties import Duty
from training.models.evenings import Attendance, AttendanceChange, DayNote, DayWaiver, Evening, Score, ScoreChange
from training.models.leave import LeavePaper, LeaveRequest, LeaveRule
from training.models.marking import Criterion, CriterionWeight
from training.models.mornings import RollCall, RollChange, RollEntry
from training.models.sheets import PhoneSheet

__all__ = [
    "Attendance",
    "AttendanceChange",
    "ClassTrainer",
    "Criterion",
    "CriterionWeight",
    "DayNote",
    "DayWaiver",
    "DisciplineEvent",
    "DisciplineKind",
    "DisciplineThreshold",
    "DisciplineWarning",
    "Duty",
    "Enrolment",
    "Evening",
    "Holiday",
    "LeavePaper",
    "LeaveRequest",
    "LeaveRule",
    "PhoneRule",
    "PhoneSheet",
    "RollCall",
    "RollChange",
    "RollEntry",
    "Room",
    "RoomStay",
    "Score",
    "ScoreChange",
    "Site",
    "TrainingClass",
]
