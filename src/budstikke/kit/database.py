"""
The databases: one for each service, each with a role that owns it and a role that works in it.

By default they lie in the embedded cluster; DATABASE_URL names another server's administrator (PostgreSQL 17
or newer), and POST_DATABASE_URL, MAILBOX_DATABASE_URL or ISSUER_DATABASE_URL the address a service's processes
use. The owner migrates; the working role can neither change tables nor step around row-level security.
"""

from __future__ import annotations

import json
import os
import secrets
from typing import Literal, get_args
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from budstikke.kit.installation import data_folder, write_whole
from budstikke.kit.postgres import FLOOR, NoServer, embedded_cluster, running_cluster, stop_cluster

Service = Literal["post", "mailbox", "issuer"]
Role = Literal["owner", "app"]
SERVICES: tuple[Service, ...] = get_args(Service)


def database_name(service: Service) -> str:
    """Return the service's database; BUDSTIKKE_DATABASE_SUFFIX keeps tests and measurements apart."""
    return f"{service}{os.environ.get('BUDSTIKKE_DATABASE_SUFFIX', '')}"


def address(service: Service, role: Role) -> str:
    """Return the connection address of a service's database for one of its roles; starts nothing."""
    named = os.environ.get(f"{service.upper()}_DATABASE_URL")
    if named and role == "app":
        return named
    server = named_server()
    login = f"{service}_{role}"
    if server is None:
        host = quote(str(embedded_cluster().socket_folder), safe="")
        return f"postgresql://{login}@/{database_name(service)}?host={host}"
    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    password = quote(_passwords()[login], safe="")
    return urlunsplit(parts._replace(netloc=f"{login}:{password}@{place}", path=f"/{database_name(service)}"))


def prepare(service: Service) -> None:
    """
    Make the service's roles and database where they are missing; safe to repeat.

    Raises: NoServer when the server cannot be reached or is older than the floor.
    """
    server = named_server()
    embedded = server is None
    name, owner, app = database_name(service), f"{service}_owner", f"{service}_app"
    with _administrator(server or running_cluster().url + "&dbname=postgres") as connection:
        if connection.info.server_version // 10000 < FLOOR:
            raise NoServer(
                f"PostgreSQL {FLOOR} or newer is needed; the server is {connection.info.server_version // 10000}"
            )
        # Two services may be prepared at once, and roles belong to the whole server.
        connection.execute("SELECT pg_advisory_lock(7080003248381)")
        for role in (owner, app):
            _make_role(connection, role, None if embedded else _passwords()[role])
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(app)
            )
        )


def embedded_databases() -> list[str] | None:
    """Return the services' databases in the embedded cluster by name; None where it is another server's matter."""
    if named_server() is not None or os.environ.get("POST_DATABASE_URL"):
        return None
    try:
        with psycopg.connect(embedded_cluster().url + "&dbname=postgres", autocommit=True) as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
            ).fetchall()
    except psycopg.Error:
        return None
    return [str(name) for (name,) in found if str(name).startswith(SERVICES)]


def start_server() -> None:
    """Start the embedded server unless another server is named."""
    if named_server() is None:
        running_cluster()


def stop_server() -> None:
    """Stop the embedded server unless another server is named; its data stays."""
    if named_server() is None:
        stop_cluster()


def named_server() -> str | None:
    """
    Return the administrator's address that DATABASE_URL names; None, or nothing in it, means the embedded server.

    Raises: NoServer when it is no address; the message does not repeat it, for it may hold a password.
    """
    named = os.environ.get("DATABASE_URL", "").strip()
    if named and urlsplit(named).scheme not in ("postgresql", "postgres"):
        raise NoServer("DATABASE_URL is no address such as postgresql://admin:password@host:5432/postgres")
    return named or None


def _administrator(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, autocommit=True)
    except psycopg.Error as error:
        # The driver's message may repeat the address with its password; only the first line's reason is kept.
        raise NoServer(
            "the database server named by DATABASE_URL does not answer or refuses the login"
        ) from error


def _make_role(connection: psycopg.Connection[tuple[object, ...]], role: str, password: str | None) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    secret = sql.SQL("PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("PASSWORD NULL")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS {}").format(
            verb, sql.Identifier(role), secret
        )
    )


def _passwords() -> dict[str, str]:
    path = data_folder() / "keys" / "database-passwords.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {
        f"{service}_{role}": secrets.token_urlsafe(24)
        for service in SERVICES
        for role in get_args(Role)
        if f"{service}_{role}" not in known
    }
    if missing:
        known |= missing
        write_whole(path, json.dumps(known, indent=1).encode())
    return known
