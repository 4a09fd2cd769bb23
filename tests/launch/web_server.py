"""The web server with a little application behind it, which answers with the number of its process."""

import http.client
import subprocess
import sys

from core.launch.state import ROOT
from tests.launch.portal_process import free_port, until

# `gate` is a file: whoever asks for /wait is answered once the test has laid it there.
APP = """
import os, sys
from core.launch import serve
gate = sys.argv.pop()
def application(environ, start_response):
    body = str(os.getpid()).encode()
    if environ["PATH_INFO"] == "/wait":
        print("waiting", flush=True)
        while not os.path.exists(gate):
            import time; time.sleep(0.02)
        body = b"x" * 2_000_000
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
sys.modules["serang_japan.wsgi"] = type(sys)("serang_japan.wsgi")
sys.modules["serang_japan.wsgi"].application = application
sys.exit(serve.main())
"""


class Server:
    def __init__(self, tmp_path):
        self.port = free_port()
        self.gate = tmp_path / "gate"
        self.output = tmp_path / "out"
        options = ["--port", str(self.port), "--threads", "2"]
        with self.output.open("w") as output:
            command = [sys.executable, "-c", APP, *options, str(self.gate)]
            self.popen = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        until(self.answers, "the server answers", 20)

    def answers(self):
        try:
            return self.get("/")
        except OSError:
            assert self.popen.poll() is None, self.output.read_text()
            return None

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, self.output.read_text()
        return body
