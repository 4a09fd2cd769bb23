from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at OWASP's setting: 19 MiB, two passes, one lane.

    Django's stock setting takes 100 MiB and eight lanes: nine times the work,
    so that forty people logging in at once would stop a two-core machine.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
