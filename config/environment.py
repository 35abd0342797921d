"""The two ways settings are read from the environment."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def flag(name: str) -> bool:
    """Return an on/off setting; anything but 1, 0 or nothing is refused."""
    value = os.environ.get(name) or "0"
    if value in {"0", "1"}:
        return value == "1"
    raise ValueError(f"{name} must be 1 or 0, not {value!r}")


def secret(name: str, *, keep_in: Path) -> str:
    """Return a secret from the environment, else one generated once into `keep_in`, mode 0600."""
    if value := os.environ.get(name):
        return value
    path = keep_in / f"{name.lower()}.txt"
    if not path.exists():
        # Linked into place whole: whoever else starts just now reads all of it or makes none.
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def keys(name: str, *, keep_in: Path) -> list[str]:
    """Return one or several secrets, newest first; several are separated by commas."""
    found = [key.strip() for key in secret(name, keep_in=keep_in).split(",") if key.strip()]
    if not found or min(len(key) for key in found) < 32:
        raise ValueError(f"{name} must hold keys of at least 32 characters, separated by commas")
    return found
