# SPDX-License-Identifier: GPL-2.0-or-later
"""An object store on loopback that answers 500 and waits at times: scenes are read from it by /vsis3/.

`ObjectStore` speaks as much of S3 as GDAL asks for. With --moto, a moto server (pip install "moto[server]") is behind
it, and every request goes through to it unless it fails on purpose.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.cluster.made import write_model, write_scenes
from benchmarks.cluster.processes import command, end, environment, free_port, processor_seconds
from benchmarks.common import made_on

BUCKET = "scenes"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=50)
    parser.add_argument("--failing", type=float, default=0.1, help="share of requests that are answered by 500")
    parser.add_argument("--slow", type=float, default=0.1, help="share of requests that wait a second")
    parser.add_argument("--moto", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_scenes(folder / "scenes", arguments.scenes, (300, 300), 50)
        model = write_model(folder / "model.safetensors", 50)
        generator = random.Random(1)
        faults = Faults(
            lambda path: generator.random() < arguments.failing, lambda path: generator.random() < arguments.slow
        )
        behind = Moto(paths) if arguments.moto else None
        with ObjectStore(folder / "scenes", faults, behind) as store:
            addresses = [f"s3://{BUCKET}/{path.name}" for path in paths]
            line = command(addresses, model, folder / "out", "--workers", 2, "--pause", 0.5)
            used, wall, code = processor_seconds(
                lambda: subprocess.run(line, env=environment(**store.variables)).returncode
            )
        print(
            f"{made_on()}: {len(paths)} scenes, {store.requests} requests, {store.failed} of them failed, code {code}"
        )
        print(f"{wall:.1f} s, {used:.1f} processor seconds")
        if behind:
            behind.close()


class Faults:
    """fails, waits : called with the path of a request, whether it gets a 500, or an answer after a second."""

    def __init__(self, fails=lambda path: False, waits=lambda path: False):
        self.fails, self.waits = fails, waits


class ObjectStore:
    """A server of the files of a folder, as the bucket BUCKET. folder : Path; faults : Faults; behind : Moto or None"""

    def __init__(self, folder, faults, behind=None):
        self.requests, self.failed, store = 0, 0, self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self):  # noqa: N802, names that Python gives
                self.answer(body=False)

            def do_GET(self):  # noqa: N802
                self.answer(body=True)

            def answer(self, body):
                store.requests += 1
                if faults.fails(self.path):
                    store.failed += 1
                    return self.reply(500, b"<Error><Code>InternalError</Code></Error>", body)
                if faults.waits(self.path):
                    time.sleep(1)
                if behind:
                    code, data, part = behind.answer(self.path, dict(self.headers), self.command)
                else:
                    code, data, part = store.read(folder, self.path, self.headers.get("Range"))
                return self.reply(code, data, body, part)

            def reply(self, code, data, body, part=""):
                self.send_response(code)
                if part:
                    self.send_header("Content-Range", part)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if body:
                    self.wfile.write(data)

            def log_message(self, *words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def read(self, folder, path, place):
        """(code, bytes, which part of it) of a file. folder : Path; path : of the request; place : its Range or None"""
        file = folder / path.split("?")[0].rpartition("/")[2]
        if not file.is_file():
            return 404, b"<Error><Code>NoSuchKey</Code></Error>", ""
        data = file.read_bytes()
        if not place:
            return 200, data, ""
        first, _, last = place.removeprefix("bytes=").partition("-")
        first, last = int(first), min(int(last or len(data) - 1), len(data) - 1)
        part = f"bytes {first}-{last}/{len(data)}"
        return (206, data[first : last + 1], part) if first <= last else (416, b"", f"bytes */{len(data)}")

    @property
    def variables(self):
        """Of the environment of a process that reads from it."""
        address = f"127.0.0.1:{self._server.server_port}"
        return {
            "AWS_S3_ENDPOINT": address,
            "AWS_HTTPS": "NO",
            "AWS_VIRTUAL_HOSTING": "FALSE",
            "AWS_NO_SIGN_REQUEST": "YES",
            "GDAL_HTTP_RETRY_DELAY": "0.1",
        }

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure):
        self._server.shutdown()


class Moto:
    """A moto server with the scenes in it. paths : of the scenes"""

    def __init__(self, paths):
        import boto3

        self._port = free_port()
        line = [sys.executable, "-m", "moto.server", "-p", str(self._port)]
        self._process = subprocess.Popen(line, stderr=subprocess.DEVNULL, start_new_session=True)
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{self._port}", **keys)
        for _ in range(100):
            try:
                client.create_bucket(Bucket=BUCKET, ACL="public-read")
                break
            except Exception:  # not there yet
                time.sleep(0.2)
        for path in paths:
            client.upload_file(str(path), BUCKET, path.name, ExtraArgs={"ACL": "public-read"})

    def answer(self, path, headers, method):
        """(code, bytes, which part) of a request. path, headers, method : of it"""
        kept = {key: value for key, value in headers.items() if key.lower() in ("range",)}
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", headers=kept, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read(), response.headers.get("Content-Range", "")
        except urllib.error.HTTPError as error:
            return error.code, error.read(), ""

    def close(self):
        """End it."""
        end(self._process)


if __name__ == "__main__":
    main()
