"""Dovecot, in which most of the world's mailboxes lie: started by the tests, with a mailbox for everybody who logs in."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
PASSWORD = "sandbox"
PORTS = ("imap", "imaps")
OTHERS = ("anvil", "stats", "imap-login")
"""The services that only root can lock into a folder of their own."""


class Dovecot:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, user: str, folder: str = "INBOX") -> str:
        return f"imap://{quote(user, safe='')}:{PASSWORD}@127.0.0.1:{self.port}/{quote(folder)}"


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Run it. It serves nobody's mail as root: for root it runs as nobody."""
    assert PROGRAM is not None
    user, group = ("nobody", "nogroup") if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    with TemporaryDirectory(prefix="dovecot") as folder:
        place, port = Path(folder), _free_port()
        if os.geteuid() == 0:
            shutil.chown(place, user, group)
        config = place / "dovecot.conf"
        config.write_text(_config(place, port, str(user), str(group)))
        config.chmod(0o644)
        server = subprocess.Popen([PROGRAM, "-F", "-c", config], user=user, group=group, stderr=subprocess.PIPE)
        with server:
            try:
                assert server.stderr is not None
                said = server.stderr.readline()
                assert b"starting up" in said, said
                yield Dovecot(port)
            finally:
                server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _config(place: Path, port: int, user: str, group: str) -> str:
    services = "".join(f"service {name} {{\n chroot =\n}}\n" for name in OTHERS)
    listeners = "".join(
        f" inet_listener {name} {{\n  port = {given}\n }}\n" for name, given in zip(PORTS, (port, 0), strict=True)
    )
    return f"""protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/state
log_path = /dev/stderr
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{place}/%u
{services}service imap-login {{
{listeners}}}
passdb {{
 driver = static
 args = password={PASSWORD}
}}
userdb {{
 driver = static
 args = uid={user} gid={group} home={place}
}}
"""
