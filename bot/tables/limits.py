"""How large a table may be that is read in; nothing is believed that a file says of itself."""

MOST_BYTES = 20_000_000
MOST_INFLATED = 200_000_000
MOST_PARTS = 50
"""Files inside an Excel file."""
MOST_ROWS = 20_000
MOST_COLUMNS = 60
