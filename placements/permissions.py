"""What the roles may do with employers, job orders, papers and departures."""

from accounts.roles import Role

LOOK = [
    f"placements.view_{model}"
    for model in ("employer", "agency", "joborder", "nomination", "step", "departure", "stepkind", "schemestep")
]
MATCH = [
    "placements.add_employer",
    "placements.change_employer",
    "placements.add_joborder",
    "placements.change_joborder",
    "placements.nominate",
    "placements.record_result",
    "placements.complete_step",
    "placements.record_departure",
    "placements.write_name_in_japan",
]
AGENCIES = ["placements.add_agency", "placements.change_agency"]
WAY = [
    "placements.add_stepkind",
    "placements.change_stepkind",
    "placements.add_schemestep",
    "placements.change_schemestep",
]

ARRIVALS = ["placements.record_arrival"]

GRANTS = {
    Role.LPK_OFFICER: [*LOOK, *MATCH],
    Role.DISNAKER_OFFICER: [*LOOK, *MATCH, *AGENCIES, *ARRIVALS],
    Role.DISNAKER_ADMIN: [*LOOK, *MATCH, *AGENCIES, *WAY, *ARRIVALS, "placements.confirm_departure"],
    Role.WELFARE_OFFICER: ARRIVALS,
}
