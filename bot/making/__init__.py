"""Files that are made when they leave: from the data as it stands then, in a process of their own, and stored nowhere."""
