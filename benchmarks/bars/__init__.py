"""One module for each bar: `run(bench, size)` gives its lines. What each must reach stands in `docs/benchmarks.md`."""
