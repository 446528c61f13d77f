"""From the outside world to reports."""
