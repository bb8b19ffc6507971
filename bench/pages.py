"""Pages over HTTP while everything is loaded: ten requests a second, open-loop, against a server of our own on this
machine."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

RATE, SECONDS, PORT = 10, 60, 8787
BASE = f"http://127.0.0.1:{PORT}"


def _signed_in(username: str, password: str) -> str:
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{BASE}/accounts/login/", timeout=30).read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = urllib.parse.urlencode({"login": username, "password": password, "csrfmiddlewaretoken": token}).encode()
    opener.open(urllib.request.Request(f"{BASE}/accounts/login/", form, {"Referer": BASE}), timeout=30).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _wait() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{BASE}/readyz", timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not come up")


def measure(paths: list[str], *, username: str, password: str) -> dict[str, float]:
    """Return p50, p95, p99 (ms) and the share of errors of requests sent at fixed moments, whatever the answers do."""
    server = subprocess.Popen([sys.executable, "-m", "songbe.config.cli", "serve", "--port", str(PORT)], env=os.environ)
    try:
        _wait()
        cookie = _signed_in(username, password)
        for path in paths * 3:
            _get(path, cookie)
        return _open_loop(paths, cookie)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _get(path: str, cookie: str) -> int:
    request = urllib.request.Request(BASE + path, headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()
        return int(answer.status)


def _open_loop(paths: list[str], cookie: str) -> dict[str, float]:
    taken: list[float] = []
    errors: list[str] = []

    def one(path: str, due: float) -> None:
        try:
            if _get(path, cookie) != 200:
                errors.append(path)
        except OSError as error:
            errors.append(f"{path}: {error}")
        taken.append(time.perf_counter() - due)

    threads = []
    start = time.perf_counter()
    for i in range(RATE * SECONDS):
        due = start + i / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        thread = threading.Thread(target=one, args=(paths[i % len(paths)], due))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(taken, n=100)
    return {
        "p50_ms": cuts[49] * 1000,
        "p95_ms": cuts[94] * 1000,
        "p99_ms": cuts[98] * 1000,
        "errors": float(len(errors)),
        "requests": float(len(taken)),
    }


def queries(paths: list[str], *, username: str) -> dict[str, float]:
    """Return how many database queries the costliest page makes, the first time and again."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from songbe.places.models import Person

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.get(username=username))
    # A process that just began reads the pack into memory first; that is no page's cost.
    client.get(paths[0], {"period": "2022"})
    counted: list[list[int]] = []
    for path in paths:
        counted.append([])
        for _ in range(2):
            with CaptureQueriesContext(connection) as said:
                status = client.get(path).status_code
            if status != 200:
                raise AssertionError(f"{path}: {status}")
            counted[-1].append(len(said))
    return {"queries_most": max(first for first, _ in counted), "queries_again": max(again for _, again in counted)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[3:], username=sys.argv[1], password=sys.argv[2])) + "\n")
