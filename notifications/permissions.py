"""Who may do what with messages: officers read the outbox and work through the call list, the admin edits the words."""

OUTBOX = ["notifications.view_message", "notifications.view_deliveryreport", "notifications.handle_message"]
WORDS = [
    "notifications.view_messagetemplate",
    "notifications.change_messagetemplate",
    "notifications.view_reminderrule",
    "notifications.add_reminderrule",
    "notifications.change_reminderrule",
]

GRANTS = {
    "disnaker_officer": OUTBOX,
    "lpk_officer": OUTBOX,
    "disnaker_admin": [*OUTBOX, *WORDS],
}
