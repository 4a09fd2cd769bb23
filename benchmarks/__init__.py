"""How fast the portal is, as ratios against the least that the same work can cost. `docs/benchmarks.md` says more."""
