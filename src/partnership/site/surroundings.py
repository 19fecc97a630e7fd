"""What the settings read from around the process: the data folder, its secret key, the public address."""

import os
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Origin:
    """The address people type, taken apart."""

    url: str
    host: str
    is_https: bool

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """True if only this machine can reach the host.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("tocsin.example")
    (True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def data_folder() -> Path:
    """The folder that holds everything the site writes, made on first use and closed to other accounts."""
    folder = Path(os.environ.get("TOCSIN_HOME") or "var").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def private_key(file: Path) -> Path:
    """The file, holding a key made on first use, which only this account may read."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(file, secrets.token_urlsafe(64))
    if file.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"Other accounts can read {file}. Close it with: chmod 600 {file}")
    return file


def _write_once(file: Path, text: str) -> None:
    draft = file.with_name(f".{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    try:
        # A link, unlike a rename, fails if another process got there first: then its key stands.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def origin() -> Origin:
    """The public address from TOCSIN_ORIGIN, such as https://tocsin.example."""
    url = os.environ.get("TOCSIN_ORIGIN") or "http://127.0.0.1:8000"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"TOCSIN_ORIGIN is {url!r}. Give scheme and host only, such as https://tocsin.example."
        )
    return Origin(url.rstrip("/"), parts.hostname, parts.scheme == "https")


@dataclass(frozen=True)
class Provider:
    """An organisation's own accounts, with which people may sign in.

    gives_out_addresses  true if the provider gives out its addresses itself, so that it need not say they are verified
    """

    issuer: str
    client_id: str
    secret: str
    name: str
    gives_out_addresses: bool


def provider(at: Origin) -> Provider | None:
    """The OpenID Connect provider that the environment names; None where it names none."""
    names = ("TOCSIN_OIDC_ISSUER", "TOCSIN_OIDC_CLIENT_ID", "TOCSIN_OIDC_SECRET_FILE")
    issuer, client_id, secret_file = (os.environ.get(name, "") for name in names)
    if not (issuer or client_id or secret_file):
        return None
    if not (issuer and client_id and secret_file):
        raise ImproperlyConfigured(f"To sign in with an organisation's account, set all of {', '.join(names)}.")
    if not (issuer.startswith("https://") or at.is_loopback):
        raise ImproperlyConfigured(f"TOCSIN_OIDC_ISSUER is {issuer!r}. It must be reached over https.")
    secret = _secret_in("TOCSIN_OIDC_SECRET_FILE", secret_file)
    named = os.environ.get("TOCSIN_OIDC_NAME") or "your organisation’s account"
    return Provider(issuer.rstrip("/"), client_id, secret, named, switched_on("TOCSIN_OIDC_GIVES_OUT_ADDRESSES"))


@dataclass(frozen=True)
class MailServer:
    """Where digests are handed over. `sender`: the address they come from."""

    host: str = ""
    port: int = 0
    sender: str = ""
    user: str = ""
    password: str = ""
    starts_tls: bool = True

    @property
    def is_named(self) -> bool:
        return self.host != ""


def mail_server() -> MailServer:
    """The server that the environment names, if it does. Beyond this machine it is spoken to in cipher, and its
    certificate checked.
    """
    host, sender = os.environ.get("TOCSIN_SMTP_HOST", ""), os.environ.get("TOCSIN_SMTP_FROM", "")
    if not (host or sender):
        return MailServer()
    if not (host and sender):
        raise ImproperlyConfigured("To send digests by e-mail, set both TOCSIN_SMTP_HOST and TOCSIN_SMTP_FROM.")
    starts_tls = os.environ.get("TOCSIN_SMTP_STARTTLS", "") == "" or switched_on("TOCSIN_SMTP_STARTTLS")
    if not (starts_tls or is_loopback(host)):
        raise ImproperlyConfigured(f"TOCSIN_SMTP_STARTTLS is 0, and {host} is another machine. Leave it out.")
    user, password_file = os.environ.get("TOCSIN_SMTP_USER", ""), os.environ.get("TOCSIN_SMTP_PASSWORD_FILE", "")
    if bool(user) != bool(password_file):
        raise ImproperlyConfigured("Set both TOCSIN_SMTP_USER and TOCSIN_SMTP_PASSWORD_FILE, or neither.")
    password = _secret_in("TOCSIN_SMTP_PASSWORD_FILE", password_file) if password_file else ""
    return MailServer(host, _port(), sender, user, password, starts_tls)


def _port() -> int:
    told = os.environ.get("TOCSIN_SMTP_PORT") or "587"
    if not told.isdecimal():
        raise ImproperlyConfigured(f"TOCSIN_SMTP_PORT is {told!r}. Give a number, such as 587.")
    return int(told)


def _secret_in(name: str, file: str) -> str:
    try:
        return Path(file).read_text().strip()
    except OSError as fault:
        raise ImproperlyConfigured(f"{name} cannot be read: {fault}.") from fault


def switched_on(name: str) -> bool:
    """True if the environment says 1; false if it says 0 or nothing."""
    value = os.environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1, or leave it out.")
    return value == "1"


def debug(at: Origin) -> bool:
    """TOCSIN_DEBUG, refused where anyone but this machine could see the pages it opens up."""
    wanted = switched_on("TOCSIN_DEBUG")
    if wanted and not at.is_loopback:
        raise ImproperlyConfigured(
            f"TOCSIN_DEBUG shows the inside of the site to whoever visits, and {at.url} is open to others. "
            "Unset TOCSIN_DEBUG, or set TOCSIN_ORIGIN to an address of this machine alone."
        )
    return wanted
