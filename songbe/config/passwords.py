"""The password of the demonstration accounts: made on this machine, never in the repository."""

import secrets

from django.conf import settings


def demo_password() -> str:
    """Return the password all demonstration accounts share here; makes one the first time. Only its owner may read
    the file."""
    path = settings.SONGBE_HOME / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(2) for _ in range(3)), encoding="ascii")
    return str(path.read_text(encoding="ascii").strip())
