"""The measured installation: databases of its own beside the real ones, emptied between rounds."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bench.clocks import Clock
from bench.orders import CUSTOMER, EDI_ID, POSTCODES

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # Monday
TODAY = date(2026, 11, 23)  # Monday
Connection = psycopg.Connection[tuple[object, ...]]

_KEPT = "'django_migrations', 'django_content_type', 'event_rule'"


def choose() -> None:
    """Say which databases and settings are meant; before anything of Django is imported."""
    os.environ.setdefault("BUDSTIKKE_DATABASE_SUFFIX", "_bench")
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.post"


def migrate() -> None:
    """Bring the post's database into being, by the command an operator uses."""
    subprocess.run(
        [sys.executable, "-m", "budstikke.cli.main", "migrate", "--service", "post"],
        check=True,
        env=os.environ,
    )


def drop() -> None:
    """Remove the post's database of the measurements."""
    from budstikke.kit.database import database_name
    from budstikke.kit.postgres import running_cluster

    server = os.environ.get("DATABASE_URL") or running_cluster().url + "&dbname=postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        named = sql.Identifier(database_name("post"))
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))


def checkpoint() -> None:
    """Have the server write out what it holds, as its administrator."""
    from budstikke.kit.postgres import running_cluster

    server = os.environ.get("DATABASE_URL") or running_cluster().url + "&dbname=postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CHECKPOINT")


def open_site() -> Clock:
    """Make the database anew, and return a clock that knows the server's processes."""
    import django

    drop()
    migrate()
    django.setup()
    with owner() as connection:
        (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        try:
            # While it is connected: its process ends with the connection.
            status = Path(f"/proc/{backend}/stat").read_text()
        except OSError:
            return Clock()
    return Clock(int(status.rpartition(")")[2].split()[1]))


def owner() -> Connection:
    """Connect as the owner of the tables, whom neither grants nor row-level security stop."""
    from budstikke.kit.database import address

    return psycopg.connect(address("post", "owner"), autocommit=True)


def empty() -> None:
    """Start from nothing but one sender, one outlet and their postcodes."""
    with owner() as connection:
        (names,) = connection.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            f" AND tablename NOT IN ({_KEPT}) AND tablename NOT LIKE '%\\_copy'"
        ).fetchone() or ("",)
        connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        connection.execute(
            "INSERT INTO sender (customer_number, name, organisation_number, edi_id, aml_obliged, agreement_on,"
            " mailbox_organisation_number, hand_in_place, street, postcode, city)"
            " VALUES (%s, 'Eksempel eID AS SPECIMEN', %s, %s, true, '2026-01-05', %s, 'OSLO', 'Storgata 1', '0155',"
            " 'OSLO')",
            [CUSTOMER, EDI_ID, EDI_ID, EDI_ID],
        )
        connection.execute(
            "INSERT INTO outlet (id, name, kind, street, postcode, city, latitude, longitude, hours_no, hours_en,"
            " has_scanner, scanner_works) VALUES (122608, 'Bergen postkontor SPECIMEN', 21, 'Torget 1', '5004',"
            " 'BERGEN', 60.39, 5.32, '', '', true, true)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO postcode (code, city, municipality_number, municipality, category, outlet_id)"
                " VALUES (%s, %s, '0000', %s, 'G', 122608)",
                [(code, city, city) for code, city in POSTCODES],
            )
        connection.execute(
            "INSERT INTO number_range (sender_id, prefix, first_serial, last_serial, next_serial)"
            " VALUES (1, 'RR', 90000000, 99999999, 90000000)"
        )


def copy_out(statement: str) -> bytes:
    """Return the rows of a query in PostgreSQL's binary form."""
    with (
        owner() as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)") as copy,
    ):
        return b"".join(bytes(piece) for piece in copy)


def like(table: str) -> str:
    """
    Make an empty table with the same columns, indexes and checks, but without foreign keys and triggers; return its
    name.
    """
    name = f"{table}_copy"
    with owner() as connection:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(
            f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
        )
    return name


def copy_in(connection: Connection, table: str, rows: bytes) -> None:
    """Copy rows in, ready as they are, in one transaction."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        for start in range(0, len(rows), 1 << 18):
            copy.write(rows[start : start + (1 << 18)])
