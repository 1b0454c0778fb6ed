"""Tables and queries, one file per capability; the only place that speaks SQL."""
