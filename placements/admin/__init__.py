from placements.admin import departures, employers, orders, steps

__all__ = ["departures", "employers", "orders", "steps"]
