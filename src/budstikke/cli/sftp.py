"""Serve the senders' folders by SFTP until stopped. Several may run beside each other."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from budstikke.cli import post

HELP = "serve the senders' folders by SFTP until stopped"
EXAMPLES = ("budstikke sftp --host 0.0.0.0 --port 22",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8222, help="the port to listen at (8222)")


def run(arguments: argparse.Namespace) -> int:
    """Listen, say by which keys the server is known, and serve."""
    post.set_up()
    from budstikke.post.doors.edi.folder import drop_folder
    from budstikke.post.doors.edi.sftp_server import SftpServer, host_keys

    async def serve() -> None:
        stopped = asyncio.Event()
        for told in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(told, stopped.set)
        listening = await SftpServer(drop_folder()).listen(host=arguments.host, port=arguments.port)
        for key in host_keys():
            print(f"{key.get_algorithm()} {key.get_fingerprint()}", file=sys.stderr)
        print(f"Listening at {arguments.host} port {listening.get_port()}.", file=sys.stderr, flush=True)
        await stopped.wait()
        # Whoever is sending is cut off: what is not whole is not taken in, and is sent again.
        listening.close()

    try:
        asyncio.run(serve())
    except OSError as error:
        print(f"cannot listen at {arguments.host} port {arguments.port}: {error.strerror}", file=sys.stderr)
        return 1
    print("Stopped, as told.", file=sys.stderr)
    return 0
