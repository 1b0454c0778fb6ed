"""INSERT … ON CONFLICT, which SQLAlchemy offers per dialect: this is the one place that names ours."""

from sqlalchemy.dialects.sqlite import insert as upsert

__all__ = ["upsert"]
