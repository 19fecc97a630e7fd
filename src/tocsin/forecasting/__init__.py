"""What may come: driver series beside crime series, and forecasts with intervals, scored against simple ones."""
