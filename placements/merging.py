"""What becomes of companies, steps and flights when two records of one person become one."""

from candidates.merge_ways import goes_along
from placements.models import Departure, Nomination, Step

for model in (Nomination, Step, Departure):
    goes_along(model, "journey", holds=True)
