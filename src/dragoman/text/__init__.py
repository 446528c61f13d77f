"""Foundations without opinions: offsets, characters, dates, names, numbers, hashes."""
