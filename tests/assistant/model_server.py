"""A language model's endpoint on this machine, which says what a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Respond = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Model:
    """What it says next, and what it was sent: path, headers and body of each request."""

    respond: Respond
    url: str = ""
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    @property
    def sent(self) -> dict[str, Any]:
        """The body of the only request."""
        assert len(self.asked) == 1
        return self.asked[0][2]


@contextmanager
def model_server() -> Iterator[Model]:
    """Run an endpoint on a free port."""
    model = Model(reply({}))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append((self.path, dict(self.headers), body))
            with suppress(BrokenPipeError, ConnectionResetError):
                model.respond(self)

        def do_GET(self) -> None:
            model.asked.append((self.path, dict(self.headers), {}))
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    running.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1?model=small"
    try:
        yield model
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def raw(body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Respond:
    """Return a respond that sends these bytes."""

    def respond(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)

    return respond


def completion(content: Any, **message: Any) -> bytes:
    """Return the body of a chat completion that says a text, or a value as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    said = {"role": "assistant", "content": text, **message}
    return json.dumps({"id": "x", "choices": [{"index": 0, "message": said, "finish_reason": "stop"}]}).encode()


def reply(content: Any, **message: Any) -> Respond:
    """Return a respond that sends a chat completion."""
    return raw(completion(content, **message))
