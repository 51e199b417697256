"""Alembic's entry: runs the scripts on the connection that `versions.upgrade` hands over, in its transaction."""

from alembic import context

from scoring.register.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
