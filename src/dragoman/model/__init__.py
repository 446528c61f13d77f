"""The system as a model: pure functions on arrays and records; randomness only as a generator handed in."""
