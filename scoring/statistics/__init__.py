"""What the marks say. Pure functions on arrays (application, expert, indicator)."""
