from django.urls import path, register_converter

from training.converters import DayConverter, RollConverter, WeekConverter
from training.views import (
    briefings,
    classes,
    discipline,
    dormitory,
    evenings,
    hand_overs,
    leaves,
    office,
    offline,
    overview,
    own,
    phone_lists,
    rolls,
)

register_converter(DayConverter, "day")
register_converter(WeekConverter, "week")
register_converter(RollConverter, "roll")

app_name = "training"
urlpatterns = [
    path("pelatihan/", evenings.tonight, name="tonight"),
    path("pelatihan/pekerja.js", offline.worker, name="worker"),
    path("pelatihan/luring/", offline.notice, name="offline"),
    path("pelatihan/asrama/", dormitory.overview, name="dormitory"),
    path("pelatihan/asrama/kamar/<int:pk>/", dormitory.room, name="room"),
    path("pelatihan/asrama/kamar/<int:pk>/beri/", dormitory.give, name="give_bed"),
    path("pelatihan/asrama/lokasi/<int:pk>/beri/", dormitory.give_all, name="give_beds"),
    path("pelatihan/asrama/tempat/<int:pk>/pindah/", dormitory.move, name="move_bed"),
    path("pelatihan/asrama/tempat/<int:pk>/keluar/", dormitory.leave, name="leave_bed"),
    path("pelatihan/asrama/tempat/<int:pk>/batal/", dormitory.undo, name="undo_bed"),
    path("pelatihan/kelengkapan/", overview.complete, name="completeness"),
    path("pelatihan/perhatian/", overview.attention, name="attention"),
    path("pelatihan/<slug:code>/pengganti/", hand_overs.hand_overs, name="hand_overs"),
    path("pelatihan/<slug:code>/pengganti/<int:pk>/batal/", hand_overs.end, name="end_hand_over"),
    path("pelatihan/<slug:code>/", classes.training_class, name="class"),
    path("pelatihan/<slug:code>/<day:day>/", evenings.evening, name="evening"),
    path("pelatihan/<slug:code>/<day:day>/<roll:kind>/", rolls.roll, name="roll"),
    path("pelatihan/<slug:code>/hp/<week:week>/", phone_lists.phone_list, name="phone_list"),
    path("pelatihan/<slug:code>/hp/<week:week>/bebaskan/", phone_lists.waive, name="waive"),
    path("pelatihan/<slug:code>/hp/<week:week>/lembar.pdf", phone_lists.paper, name="phone_paper"),
    path("pelatihan/<slug:code>/hp/<week:week>/wajibkan/", phone_lists.take_back, name="take_back"),
    path("pelatihan/<slug:code>/briefing/", briefings.sheet, name="briefing"),
    path("pelatihan/<slug:code>/briefing/lembar.pdf", briefings.paper, name="briefing_paper"),
    path("pelatihan/<slug:code>/briefing/catatan/", briefings.note, name="note"),
    path("pelatihan/<slug:code>/izin/", leaves.of_class, name="leaves"),
    path("pelatihan/<slug:code>/izin/tulis/", leaves.write, name="write_leave"),
    path("pelatihan/izin/<int:pk>/setujui/", leaves.approve, name="approve_leave"),
    path("pelatihan/izin/<int:pk>/tolak/", leaves.refuse, name="refuse_leave"),
    path("pelatihan/izin/<int:pk>/batal/", leaves.undo, name="undo_leave"),
    path("pelatihan/<slug:code>/tata-tertib/", discipline.of_class, name="discipline"),
    path("pelatihan/<slug:code>/tata-tertib/catat/", discipline.record, name="record_event"),
    path("pelatihan/tata-tertib/<int:pk>/batal/", discipline.withdraw, name="withdraw_event"),
    path("berkas/izin/<int:pk>/", leaves.paper, name="leave_paper"),
    path("saya/pelatihan/", own.training, name="own"),
    path("saya/izin/", own.ask, name="own_ask"),
    path("saya/izin/<int:pk>/batal/", own.drop, name="own_drop"),
    path("lpk/teguran/", discipline.talks, name="talks"),
    path("lpk/teguran/<int:pk>/", discipline.settle, name="settle_talk"),
    path("lpk/teguran/<int:pk>/batal/", discipline.reopen, name="reopen_talk"),
    path("lpk/", office.start, name="office"),
    path("lpk/peserta/", office.people, name="people"),
]
