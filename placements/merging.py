"""What becomes of companies, steps, flights and names in Japan when two records of one person become one."""

from candidates.merge_ways import goes_along, moves
from placements.models import Departure, NameInJapan, Nomination, Step

for model in (Nomination, Step, Departure):
    goes_along(model, "journey", holds=True)
moves(NameInJapan, "candidate")  # the newest one counts, whoever wrote it
