"""The office's side of enquiries: where cards stand, what colleagues write and press, and how it ended."""
