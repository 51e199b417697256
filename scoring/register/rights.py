"""What the server of the database lets a role do, besides what triggers refuse: PostgreSQL alone knows roles.

Two roles: the *owner* made the tables and migrates them; the *application* reads and adds. ``grant(connection, role)``
gives a role exactly what the program needs, ``excess(connection)`` tells what the role of a connection may do beyond
it. A row of the record is then safe from the program too: whoever takes it over can neither change nor delete one, nor
take the triggers away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, text

from indicators.faults import Fault
from indicators.language import Message
from scoring.errors import RecordError
from scoring.register.tables import DERIVED, GUARDED, TRANSIENT, urn

VERSION_TABLE: Final = "alembic_version"
ADD: Final = "SELECT, INSERT"
#: An urn counts: one number of a row grows, nothing is taken out of it. What is no record may be made anew.
COUNT: Final = 'SELECT, INSERT, UPDATE ("cast")'
ANEW: Final = "SELECT, INSERT, UPDATE, DELETE"
RIGHTS: Final = {
    VERSION_TABLE: "SELECT",
    **{table.name: ADD for table in GUARDED},
    urn.name: COUNT,
    **{table.name: ANEW for table in (*DERIVED, *TRANSIENT)},
}
"""What the application may do with each table, in the words of GRANT; what stands nowhere it may not."""
_CHANGING: Final = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES")


def grant(connection: Connection, role: str) -> None:
    """Give a role what the application needs of the register's tables, and take away all else that it had there.

    Parameters
    ----------
    connection : Connection
        Of the owner, in a transaction.
    role : str
        A role that is there; neither the owner nor a superuser.

    Raises
    ------
    RecordError
        SQLite, which knows no roles; no such role; a role that owns the tables or whom no right binds.
    """
    if connection.dialect.name != "postgresql":
        raise RecordError(Message("rights.no_roles_here"))
    _refuse_who_is_not_bound(connection, role)
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    schema = connection.dialect.identifier_preparer.quote_identifier(connection.scalar(text("SELECT current_schema()")))
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {name}",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {name}",
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        *(f'GRANT {rights} ON {schema}."{table}" TO {name}' for table, rights in RIGHTS.items()),
    ]
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def granted_to(connection: Connection) -> tuple[str, ...]:
    """Return the roles other than the owner that may add to the record: they need the same of tables that are new."""
    if connection.dialect.name != "postgresql":
        return ()
    query = text(
        "SELECT DISTINCT rolname FROM pg_class, aclexplode(relacl) AS acl JOIN pg_roles ON pg_roles.oid = acl.grantee "
        "WHERE relname = 'chain_entry' AND relnamespace = current_schema()::regnamespace "
        "AND acl.privilege_type = 'INSERT' AND acl.grantee <> relowner ORDER BY rolname"
    )
    return tuple(connection.scalars(query))


def excess(connection: Connection) -> tuple[Fault, ...]:
    """Return everything that the role of a connection may do to the record beyond reading and adding; SQLite: nothing.

    A superuser's rights are told as one: there is nothing that he may not.
    """
    if connection.dialect.name != "postgresql":
        return ()
    role = str(connection.scalar(text("SELECT current_user")))
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        return (Fault(Message("rights.superuser", {"role": role})),)
    return tuple(_excess(connection, role))


def _excess(connection: Connection, role: str) -> Iterator[Fault]:
    owned = list(connection.scalars(_OWNED))
    if owned:
        yield Fault(Message("rights.owner", {"role": role, "count": len(owned), "tables": ", ".join(owned[:3])}))
    else:
        for table in GUARDED:
            may = [right for right in _CHANGING if connection.scalar(_MAY, {"table": table.name, "right": right})]
            if may:
                yield Fault(Message("rights.may_change", {"role": role, "table": table.name, "rights": ", ".join(may)}))
    if connection.scalar(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")):
        yield Fault(Message("rights.may_make_tables", {"role": role}))
    if connection.scalar(_REPLICA):
        yield Fault(Message("rights.may_pass_triggers", {"role": role}))


_OWNED: Final = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
    "AND pg_has_role(relowner, 'MEMBER') ORDER BY relname"
)
# A right on one column is one too.
_MAY: Final = text(
    "SELECT CASE WHEN :right IN ('UPDATE', 'REFERENCES') "
    "THEN has_any_column_privilege(quote_ident(current_schema()) || '.' || quote_ident(:table), :right) "
    "ELSE has_table_privilege(quote_ident(current_schema()) || '.' || quote_ident(:table), :right) END"
)
# Before PostgreSQL 15 only superusers could ever be let do it.
_REPLICA: Final = text(
    "SELECT current_setting('server_version_num')::int >= 150000 "
    "AND has_parameter_privilege('session_replication_role', 'SET')"
)


def _refuse_who_is_not_bound(connection: Connection, role: str) -> None:
    found = connection.execute(
        text("SELECT rolsuper FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).one_or_none()
    if found is None:
        raise RecordError(Message("rights.no_such_role", {"role": role}))
    owns = text(
        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
        "AND pg_has_role(CAST(:role AS name), relowner, 'MEMBER')"
    )
    if found.rolsuper or connection.scalar(owns, {"role": role}):
        raise RecordError(Message("rights.not_bound", {"role": role}))
