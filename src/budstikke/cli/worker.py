"""Work through the post's jobs: notices, reports, sweeps, order files. Many workers may run at once."""

from __future__ import annotations

import argparse
import sys

from budstikke.cli import post

HELP = "work through the post's jobs until stopped"
EXAMPLES = (
    "budstikke worker --concurrency 4",
    "budstikke worker --once",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at once (4)")
    parser.add_argument("--once", action="store_true", help="stop when no job is left")


def run(arguments: argparse.Namespace) -> int:
    """Run a worker whose heart beats, so that its jobs go to another if it dies."""
    post.set_up()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the queue is reached through Django's database")
    print(f"Working, {arguments.concurrency} jobs at once.", file=sys.stderr, flush=True)
    with app.replace_connector(connector.get_worker_connector()) as working:
        working.run_worker(
            concurrency=arguments.concurrency,
            wait=not arguments.once,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=2.0,
            stalled_worker_timeout=8.0,
            delete_jobs="successful",
        )
    print("Stopped, as told.", file=sys.stderr)
    return 0
