"""Alembic's entry: every step runs in one transaction together with its version, so a kill leaves the old form or the new."""

from alembic import context, op
from alembic.migration import MigrationContext

from storage.database import DatabaseUnusableError
from storage.schema import metadata


def _refuse_dangling(ctx: MigrationContext, step: object, heads: object, run_args: object) -> None:
    """End the step badly, before its commit, if it left a row that refers to nothing."""
    dangling = op.get_bind().exec_driver_sql("PRAGMA foreign_key_check").first()
    if dangling is not None:
        raise DatabaseUnusableError(f"A step would leave rows of {dangling[0]} that refer to nothing: nothing was changed.")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    on_version_apply=_refuse_dangling,
)
with context.begin_transaction():
    context.run_migrations()
