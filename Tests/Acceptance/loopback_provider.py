"""A provider's web server on loopback: keeps what it is sent and answers as it is told."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Call:
    """One request as it came."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body
        self.time = time.monotonic()


class LoopbackProvider:
    """`with LoopbackProvider(answers) as provider:`; `answers` gives (status, content type, body) by path prefix."""

    def __init__(self, answers, address="127.0.0.1"):
        self._lock = threading.Lock()
        self._calls = []
        self._busy = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with provider._lock:
                    provider._calls.append(Call(self.path, dict(self.headers.items()), body))
                    seconds = next(
                        (provider._busy.pop(prefix) for prefix in list(provider._busy)
                         if self.path.startswith(prefix)), None)
                status, kind, answer = next(
                    (answer for prefix, answer in answers.items() if self.path.startswith(prefix)),
                    (404, "text/plain", b"no such path"))
                if seconds is not None:
                    status, answer = 429, b""
                self.send_response(status)
                if seconds is not None:
                    self.send_header("Retry-After", str(seconds))
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer((address, 0), Handler)
        self.url = f"http://{address}:{self._server.server_address[1]}"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def be_busy_once(self, prefix, seconds):
        """Answers the next call at such a path with 429 and a Retry-After."""
        with self._lock:
            self._busy[prefix] = seconds

    def forget(self):
        """Begins anew, so that only what comes from now on counts."""
        with self._lock:
            self._calls.clear()

    def calls(self, prefix):
        """What came at paths that begin so, in order."""
        with self._lock:
            return [call for call in self._calls if call.path.startswith(prefix)]
