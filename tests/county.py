"""The sample county on disk, and the environment of a process that works on it."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-20"
MORNING = datetime.fromisoformat(f"{TODAY}T10:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "Ginkgo-Bridge-2719"  # of every sample account


def environment(var_dir: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a process whose database and every file lie in `var_dir`."""
    # Nothing of the caller's may reach it: its database may be PostgreSQL, and its wish to
    # allow the ORM beside a browser's event loop would hide the same mistake in a view.
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "VAR_DIR": str(var_dir),
        "DATABASE_URL": f"sqlite:///{var_dir / 'county.sqlite3'}",
        **settings,
    }


def manage(var_dir: Path, *arguments: str) -> str:
    """Run a management command on the county in `var_dir`; return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(var_dir),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(var_dir: Path) -> None:
    """Fill `var_dir` with a migrated database, the sample county and the static files."""
    var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    manage(var_dir, "migrate", "--verbosity", "0")
    manage(var_dir, "demo", "--today", TODAY, "--password", PASSWORD)
    manage(var_dir, "collectstatic", "--no-input", "--verbosity", "0")
