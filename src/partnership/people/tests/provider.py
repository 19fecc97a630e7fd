"""An OpenID Connect provider on this machine: it speaks the protocol in full, and lies where a test tells it to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "tocsin", secrets.token_urlsafe(16)


@dataclass
class Provider:
    """What it says of whoever signs in there.

    claims  more claims, or others, than an honest ID token has
    signs   the key it signs with, where that is not the one it publishes
    asked   the parameters of every request to its authorization endpoint
    """

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signs: RSAKey | None = None
    refuses: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent, with a code."""
        self.asked.append(asked)
        if self.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.refuses, 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, told: dict[str, str], secret: str) -> dict[str, Any] | None:
        """None where the code, the client's secret or the proof of PKCE is wrong."""
        asked = self.codes.pop(told["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(told.get("code_verifier", "").encode()).digest())
        if asked is None or secret != CLIENT_SECRET or proof.rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "one", "iat": now, "exp": now + 60, "auth_time": now}
        claims |= {"nonce": asked["nonce"], "email_verified": True} | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, kept, self.signs or self.key)
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    """The endpoints of the provider that its server carries."""

    @property
    def provider(self) -> Provider:
        return self.server.provider

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        if where.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(where.query).items()}
            return self.answer(302, headers={"Location": self.provider.authorize(asked)})
        if where.path == "/keys":
            return self.answer(200, {"keys": [self.provider.key.as_dict(private=False)]})
        return self.answer(200, self.provider.metadata())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        told = {name: values[0] for name, values in parse_qs(body).items()}
        basic = base64.b64decode(self.headers.get("Authorization", " ").split(" ")[1]).decode()
        token = self.provider.token(told, basic.partition(":")[2])
        self.answer(400 if token is None else 200, token or {"error": "invalid_grant"})

    def answer(self, status: int, body: object = None, headers: dict[str, str] | None = None) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        held = {"Content-Type": "application/json", "Content-Length": str(len(text))} | (headers or {})
        for name, value in held.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Provider]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.provider = Provider(issuer=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
