from django.urls import path

from placements.views import departures, evidence, messages, naming, orders, people, steps

app_name = "placements"
urlpatterns = [
    path("berkas/keberangkatan/<int:pk>/", evidence.departure_evidence, name="departure_evidence"),
    path("lpk/job-order/", orders.orders, name="orders"),
    path("lpk/job-order/<int:pk>/", orders.order, name="order"),
    path("lpk/job-order/<int:pk>/calonkan/", orders.nominate, name="nominate"),
    path("lpk/hasil/<int:pk>/", orders.result, name="result"),
    path("lpk/hasil/<int:pk>/batalkan/", orders.undo_result, name="undo_result"),
    path("lpk/langkah/", steps.steps, name="steps"),
    path("lpk/langkah/<int:pk>/", steps.complete, name="complete_step"),
    path("lpk/langkah/<int:pk>/batalkan/", steps.undo, name="undo_step"),
    path("lpk/peserta/<int:pk>/", people.person, name="person"),
    path("lpk/peserta/<int:pk>/katakana/", naming.write, name="name_in_japan"),
    path("lpk/peserta/<int:pk>/berangkat/", departures.record, name="record_departure"),
    path("lpk/keberangkatan/", departures.departures, name="departures"),
    path("lpk/keberangkatan/<int:pk>/perbaiki/", departures.correct, name="correct_departure"),
    path("lpk/keberangkatan/<int:pk>/batalkan/", departures.cancel, name="cancel_departure"),
    path("lpk/pesan/", messages.messages, name="messages"),
    path("lpk/pesan/<int:pk>/telepon/", messages.call, name="message_call"),
    path("lpk/pesan/<int:pk>/<slug:verb>/", messages.do, name="message_do"),
]
