# SPDX-License-Identifier: GPL-2.0-or-later
"""A package index for tests: a folder of tiny wheels, and a server whose torch is large and never ends."""

import contextlib
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TORCH = "torch-9.0-py3-none-any.whl"

FAKE_TORCH = """
import mineral_prune_test_need

__version__ = "9.0"
if mineral_prune_test_need.__version__ != "9.1":
    raise ImportError("mineral_prune_test_need is too old")


class optim:
    Adam = list


def zeros(size, requires_grad):
    return [0.0] * size
"""


def make_wheel(folder, name, version, requires=(), code=None):
    information = f"{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", code or f"__version__ = '{version}'\n")
        wheel.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}")
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{information}/RECORD", "")


def make_old_need(folder):
    """A package as QGIS may have it, too old for our torch."""
    folder.mkdir()
    make_wheel(folder, "mineral_prune_test_need", "1.0")
    with zipfile.ZipFile(next(folder.iterdir())) as wheel:
        wheel.extractall(folder)
    return folder


def make_index(folder, numpy_version):
    """torch asks for numpy, as matplotlib does; the index offers QGIS's own version and a newer one."""
    folder.mkdir()
    make_wheel(folder, "torch", "9.0", ["numpy>=1.2", "mineral_prune_test_need>=9.0"], FAKE_TORCH)
    for name in ("safetensors", "threadpoolctl", "matplotlib", "onnx", "mineral_prune_test_need"):
        make_wheel(folder, name, "9.1")
    for version in (numpy_version, "999.0"):
        make_wheel(folder, "numpy", version, code="raise ImportError('this numpy must never be imported')\n")
    return folder


@contextlib.contextmanager
def serving(folder):
    """(address, requests): /SIZE/simple is an index whose torch has SIZE bytes and trickles; as a proxy it refuses."""
    heard = []
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802, the name that http.server calls
            heard.append((self.path, self.headers.get("Proxy-Authorization")))
            parts = self.path.strip("/").split("/")
            if self.path.startswith("http://"):
                self.send_error(404)
            elif parts[1] == "simple":
                self.answer("".join(f'<a href="/{parts[0]}/file/{name}">{name}</a>' for name in wheels(parts[2])))
            elif parts[2] == TORCH:
                self.trickle(int(parts[0]))
            else:
                self.answer((folder / parts[2]).read_bytes())

        def answer(self, body):
            body = body.encode() if isinstance(body, str) else body
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def trickle(self, size):
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            with contextlib.suppress(OSError):  # the other side is gone: pip was ended
                while not ended.wait(0.1):
                    self.wfile.write(bytes(2_000_000))

        def log_message(self, *_):
            pass

    def wheels(package):
        return [path.name for path in folder.glob(f"{package.replace('-', '_')}-*.whl")]

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    ended.set()
    server.shutdown()
    server.server_close()
