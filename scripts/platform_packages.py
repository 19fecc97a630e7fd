"""Install what Python's packages do not carry: what the tests drive, and the library that PDF files are drawn with.

On Debian as root it comes from Debian's packages. Elsewhere this says what is missing and how to get it, loudly,
and the set-up goes on: of all this the product itself needs only Pango, and without that it offers no PDF.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def _on_path(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def _postgres_server() -> bool:
    return _on_path("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _pdf_files() -> bool:
    """In a process of its own, because what could not be loaded once is not looked for again."""
    draw = "import weasyprint; weasyprint.HTML(string='x').write_pdf()"
    return subprocess.run([sys.executable, "-c", draw], capture_output=True, check=False).returncode == 0


def _r_with_surveillance() -> bool:
    """Looked for on disk where Debian puts it, since asking R itself takes seconds."""
    return _on_path("Rscript") and any(Path("/usr/lib/R").glob("*library/surveillance"))


NEEDS = {
    "a Chromium browser": ("chromium", lambda: _on_path("chromium", "chromium-browser", "google-chrome")),
    "a PostgreSQL server": ("postgresql", _postgres_server),
    "Pango, for PDF files": ("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", _pdf_files),
    "R with surveillance, to compare with": ("r-base-core r-cran-surveillance", _r_with_surveillance),
    "fonts for screenshots": ("fonts-dejavu-core", lambda: any(Path("/usr/share/fonts").glob("**/DejaVuSans.ttf"))),
}


def main() -> None:
    missing = {what: package for what, (package, is_there) in NEEDS.items() if not is_there()}
    if not missing:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *" ".join(missing.values()).split()]
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    for what, (package, is_there) in NEEDS.items():
        if not is_there():
            sys.stderr.write(
                f"\n*** NOT HERE: {what}. What needs it fails, or is named as not done. "
                f"Install it (Debian: apt-get install {package}).\n\n"
            )


if __name__ == "__main__":
    main()
