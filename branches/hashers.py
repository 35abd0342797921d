"""The one way passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes, 1 lane: 46 ms, and 20 log-ins at once fit in memory."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
