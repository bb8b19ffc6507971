"""Where the optional language model answers: read from the one setting that names it."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint. path: of its chat completions; key_file: empty where none is needed."""

    secure: bool
    host: str
    port: int
    path: str
    model: str
    key_file: str


def endpoint_of(url: str) -> Endpoint | None:
    """Return the endpoint of a setting, None for an empty one.

    ``https://host:port/v1?model=NAME&key_file=PATH``. Plain ``http`` carries no key except within this machine.
    Raises ValueError for anything else.
    """
    if not url:
        return None
    at = urlsplit(url)
    said = dict(parse_qsl(at.query, strict_parsing=True))
    if at.scheme not in ("http", "https") or not at.hostname or at.username or at.fragment:
        raise ValueError("SONGBE_MODEL is no address such as https://host/v1?model=NAME&key_file=PATH")
    if not said.get("model") or set(said) - {"model", "key_file"}:
        raise ValueError(
            "SONGBE_MODEL names the model behind ?model= and perhaps the file of its key behind &key_file="
        )
    secure = at.scheme == "https"
    if said.get("key_file") and not secure and not _is_here(at.hostname):
        raise ValueError("SONGBE_MODEL would send its key unencrypted to another machine: use https")
    path = f"{at.path.rstrip('/')}/chat/completions"
    return Endpoint(
        secure, at.hostname, at.port or (443 if secure else 80), path, said["model"], said.get("key_file", "")
    )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
