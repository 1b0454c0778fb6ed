"""Tables in and out: as plain data here, as files only in a process of their own."""
