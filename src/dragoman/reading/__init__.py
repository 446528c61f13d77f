"""One report in, layers of readings out; every item a span of the report."""
