"""The case base against public data sets: rows by country and year, and what they confirm or contradict.

Needs the development material beside the checkout; nothing of it is shipped.
"""
