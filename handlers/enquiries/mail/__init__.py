"""Enquiries by mail: letters reach the same desk, and the person who wrote them, as messages do."""
