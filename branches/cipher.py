"""Encryption of single values, and the keyed index by which an encrypted one is found again.

A ciphertext reads `keyid.base64`: it names the key it was made with, so that several may be in
use while they are rotated, the newest first. It is bound to its place, so that a ciphertext put
into another row or column opens no more.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
LEAST = 32  # characters of a key's text, about 190 bits as `secrets` draws them
INDEX_LENGTH = 64
ID_LENGTH = 8


class CannotDecrypt(Exception):
    """The value was made with a key that is not here, or was moved or changed."""


@lru_cache(maxsize=256)
def _derived(key: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return derivation.derive(key.encode())


@lru_cache(maxsize=64)
def key_id(key: str) -> str:
    """Return eight characters that name a key and tell nothing of it."""
    return _derived(key, "key id").hex()[:ID_LENGTH]


def encrypt(text: str, *, place: str, keys: Sequence[str]) -> str:
    """Return `text` encrypted with the newest key, bound to `place`.

    place: table, column and row, such as `members_member.phone.<uid>`.
    """
    key = keys[0]
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_derived(key, "encryption")).encrypt(nonce, text.encode(), place.encode())
    return f"{key_id(key)}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(sealed: str, *, place: str, keys: Sequence[str]) -> str:
    """Return the text of a ciphertext. Raises CannotDecrypt."""
    name, _, encoded = sealed.partition(".")
    for key in keys:
        if key_id(key) == name:
            try:
                content = base64.urlsafe_b64decode(encoded)
                opened = AESGCM(_derived(key, "encryption")).decrypt(
                    content[:NONCE], content[NONCE:], place.encode()
                )
            except (InvalidTag, ValueError) as error:  # changed, or cut short
                raise CannotDecrypt(place) from error
            return opened.decode()
    raise CannotDecrypt(f"no key {name}")


def is_current(sealed: str, *, keys: Sequence[str]) -> bool:
    """Say whether a ciphertext was made with the newest key."""
    return sealed.startswith(f"{key_id(keys[0])}.")


def index(text: str, *, field: str, key: str) -> str:
    """Return the keyed hash by which `text` is found in the index column of `field`."""
    return hmac.new(_derived(key, f"index {field}"), text.encode(), hashlib.sha256).hexdigest()
