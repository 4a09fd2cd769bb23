"""A stand-in for the WhatsApp Cloud API on this machine (domain reference 7.6)."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "stand-in-token"
ANSWERS = {  # magic numbers: last four digits of the recipient
    "0429": (429, 130429),
    "1026": (400, 131026),
    "0190": (401, 190),
    "0500": (500, 131000),
}


class CloudAPI(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, json.loads(body)))
        to = self.server.requests[-1][1]["to"]
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self.refuse(401, 190)
        if to.endswith("0000"):  # hangs up without an answer
            self.close_connection = True
            return None
        if to.endswith("0502"):  # a gateway on the way, not the API
            return self.answer(502, b"<html>Bad gateway</html>")
        if to[-4:] in ANSWERS:
            return self.refuse(*ANSWERS[to[-4:]])
        number = f"wamid.{len(self.server.requests)}"
        content = {"messaging_product": "whatsapp", "messages": [{"id": number, "message_status": "accepted"}]}
        return self.answer(200, json.dumps(content).encode())

    def refuse(self, status, code):
        error = {"message": f"(#{code}) to {self.path}", "type": "OAuthException", "code": code}
        self.answer(status, json.dumps({"error": error}).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextmanager
def running():
    """The server, listening; `.url`, and `.requests` as (path, body)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), CloudAPI)
    server.daemon_threads = True
    server.requests = []
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
