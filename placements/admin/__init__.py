from placements.admin import departures, employers, journeys, orders, steps

__all__ = ["departures", "employers", "journeys", "orders", "steps"]
