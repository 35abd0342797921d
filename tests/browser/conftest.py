"""Journeys: a real browser against a real server process on its own copy of the sample county.

A test that asks for `page` gets a county of its own, as it stands at the end of TODAY, and
`page.goto("/branches/")` needs no host. One that asks for `width` runs on a desk and on a phone.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    WebError,
)

from tests import county

# Playwright keeps an event loop running in this process for the rest of the session, which
# Django would take for an asynchronous caller in every later test that touches the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SCREENS = county.ROOT / "var" / "screens"
DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
NARROWEST = 360  # pixels; no page may scroll sideways on the smallest phone in use
START_SECONDS = 30

WIDER_THAN_THE_PAGE = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")]
        .filter(element => element.getBoundingClientRect().right > page.clientWidth + 0.5)
        .map(element => element.outerHTML.slice(0, 120));
    return [`${page.scrollWidth} > ${page.clientWidth} px`, ...wide.slice(0, 5)];
}"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test beneath this folder, so that none can forget to."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and the folder that holds all it writes."""

    url: str
    var_dir: Path
    log: Path

    def manage(self, *arguments: str) -> str:
        """Run a management command on this server's county; return what it printed."""
        return county.manage(self.var_dir, *arguments)


@dataclass
class Complaints:
    """What a browser said against the pages, and whom it asked for anything."""

    home: str
    errors: list[tuple[str, str]] = field(default_factory=list)
    refused_pages: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear everything that happens on the pages of `context`."""
        context.on("console", self.hear_console)
        context.on("weberror", self.hear_exception)
        context.on("request", self.hear_request)
        context.on("response", self.hear_response)

    def hear_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            # The address bar may name a place on the page, which no answer's address does.
            self.errors.append((message.location["url"].partition("#")[0], message.text))

    def hear_exception(self, error: WebError) -> None:
        self.errors.append(("", str(error.error)))

    def hear_request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)

    def hear_response(self, response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            self.refused_pages.add(response.url)

    def all(self) -> list[str]:
        """Return every complaint, without "404 (Not Found)" about a page a test asked for."""
        errors = [
            text
            for url, text in self.errors
            if not (url in self.refused_pages and text.startswith("Failed to load resource"))
        ]
        return errors + [f"asked a foreign host: {url}" for url in self.foreign]

    def clear(self) -> None:
        """Forget everything so far, after a step that was meant to be complained of."""
        self.errors.clear()
        self.foreign.clear()


@pytest.fixture(scope="session")
def county_template(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest):
    """A folder with the sample county, built once however many workers there are."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent  # the one that all workers share
    template = folder / "county"
    built = folder / "county.built"
    with (folder / "county.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            county.build(template)
            built.touch()
    return template


def wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return once the log-in page is served; raise with the server's log otherwise."""
    # The socket listens already, so one request waits in its queue for the server to be ready.
    try:
        with build_opener(ProxyHandler({})).open(f"{server.url}/login/", timeout=START_SECONDS):
            return
    except (URLError, TimeoutError) as error:
        raise RuntimeError(
            f"The server gave no log-in page ({error}); exit code {process.poll()}.\n"
            + server.log.read_text()
        ) from error


@pytest.fixture
def server(county_template: Path, tmp_path: Path) -> Iterator[Server]:
    """A server process with a fresh copy of the sample county."""
    var_dir = tmp_path / "var"
    shutil.copytree(county_template, var_dir)
    # Handed over already bound, so that no other process can take the port in between.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        port = str(listener.getsockname()[1])
        server = Server(f"http://127.0.0.1:{port}", var_dir, tmp_path / "server.log")
        with server.log.open("wb") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "tests.browser.served"),
                    *(
                        "--no-control-socket",
                        "--bind",
                        f"fd://{listener.fileno()}",
                        "--log-level",
                        "warning",
                    ),
                    *("--worker-class", "gthread", "--workers", "1", "--threads", "4"),
                ],
                cwd=county.ROOT,
                env=county.environment(var_dir, SITE_URL=server.url, PORT=port, FUSE="1"),
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
            )
    try:
        wait_until_it_answers(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)  # at once, without waiting for open connections
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert "Traceback" not in server.log.read_text(), server.log.read_text()


@pytest.fixture(
    params=[
        pytest.param(DESK, id="desk"),
        pytest.param(PHONE, id="phone"),
    ]
)
def width(request: pytest.FixtureRequest) -> ViewportSize:
    """The two windows each journey is made in."""
    return request.param


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, which asks nobody anything of its own accord."""
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium"),
        "args": [
            "--no-sandbox",  # it refuses to start as root with one, and sees only our own pages
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def browser_context_args(
    browser_context_args: dict, request: pytest.FixtureRequest, server: Server
) -> dict:
    """A window in China, on a desk unless the test asks for `width`."""
    asked = "width" in request.fixturenames
    return browser_context_args | {
        "base_url": server.url,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": request.getfixturevalue("width") if asked else DESK,
        "reduced_motion": "reduce",  # colours and places are looked at when they have settled
    }


@pytest.fixture
def complaints(server: Server) -> Iterator[Complaints]:
    """What the browser complains of; a test that ends with any fails."""
    complaints = Complaints(home=f"{server.url}/")
    yield complaints
    assert complaints.all() == []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: Complaints
) -> Callable[..., BrowserContext]:
    """Open another browser window with its own cookies; it is listened to like the first."""

    def open_window(**options: object) -> BrowserContext:
        context = new_context(**options)
        complaints.listen(context)
        return context

    return open_window


@pytest.fixture
def login() -> Callable[[Page, str], None]:
    """Log a sample account in: `login(page, "staff")`."""

    def log_in(page: Page, username: str, password: str = county.PASSWORD) -> None:
        page.goto("/login/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)

    return log_in


def described(violations: list[dict]) -> list[str]:
    """Return each of axe's violations on a line, with the elements it is about."""
    return [
        f"{violation['id']}: {violation['help']}: "
        + "; ".join(node["html"][:160] for node in violation["nodes"][:5])
        for violation in violations
    ]


@pytest.fixture
def look(complaints: Complaints) -> Callable[[Page, str], None]:
    """Look at a page as a careful person would: `look(page, "branches")`.

    Keeps a picture in var/screens/, in light and in dark. The page must have no accessibility
    violation in either, must not scroll sideways, and must have caused no complaint.
    """

    def look_at(page: Page, name: str) -> None:
        page.wait_for_load_state("load")
        window = page.viewport_size or DESK
        SCREENS.mkdir(parents=True, exist_ok=True)
        picture = SCREENS / f"{name}-{window['width']}.png"
        page.screenshot(path=picture, full_page=True, animations="disabled")

        faults = page.evaluate(WIDER_THAN_THE_PAGE)
        if window["width"] == PHONE["width"]:
            page.set_viewport_size(ViewportSize(width=NARROWEST, height=window["height"]))
            faults += page.evaluate(WIDER_THAN_THE_PAGE)
            page.set_viewport_size(window)
        faults += described(Axe().run(page).response["violations"])

        page.emulate_media(color_scheme="dark")
        page.screenshot(
            path=picture.with_stem(f"{picture.stem}-dark"), full_page=True, animations="disabled"
        )
        contrast = Axe().run(
            page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
        )
        faults += [f"dark: {fault}" for fault in described(contrast.response["violations"])]
        page.emulate_media(color_scheme="light")

        assert faults + complaints.all() == []

    return look_at
