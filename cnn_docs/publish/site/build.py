"""Build the whole site beside its folder, and put it in place only when it is complete."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.site.stamp import is_current, sources_digest, write_stamp

_ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "0",  # no date of the build in what is built
    "NO_MKDOCS_2_WARNING": "1",  # the notice is known: mkdocs is pinned below 2
}


def build_site(root: Path, destination: Path, *, builder: str = "mkdocs") -> None:
    """Build the project at ``root`` into ``destination``.

    The site is built into a folder beside ``destination`` and takes its place by renaming, so
    that a reader never meets half a site. Builds of one destination wait for each other. Where
    nothing has changed since the site was built, it is left as it is.

    Args:
        root: the folder of ``mkdocs.yml``.
        destination: the folder of the finished site; whatever it held is replaced.
        builder: the module that builds, ``mkdocs`` or a drop-in for it.

    Raises:
        SystemExit: the build failed; the old site, if any, still stands.
    """
    destination = destination.resolve()
    destination.parent.mkdir(parents=True, exist_ok=True)
    beside = destination.parent / f".{destination.name}-building"
    with FileLock(destination.parent / f".{destination.name}-lock"):
        shutil.rmtree(beside, ignore_errors=True)  # what an interrupted build left
        settings = load_settings(root)
        sources = sources_digest(settings, destination, builder)
        if is_current(destination, sources):
            print(f"Nothing has changed. The site lies at {destination / 'index.html'}")
            return
        build = subprocess.run(
            [sys.executable, "-m", builder, "build", "--strict", "--site-dir", str(beside)],
            cwd=root,
            env=os.environ | _ENVIRONMENT,
        )
        if build.returncode != 0:
            shutil.rmtree(beside, ignore_errors=True)
            sys.exit(build.returncode)
        _replace(destination, beside)
        # Where a source changed during the build, nobody knows what was built: leave no stamp.
        if sources_digest(settings, destination, builder) == sources:
            write_stamp(destination, sources)
    print(f"The site lies at {destination / 'index.html'}")


def _replace(destination: Path, new: Path) -> None:
    old = destination.parent / f".{destination.name}-old"
    shutil.rmtree(old, ignore_errors=True)
    if destination.exists():
        destination.rename(old)
    new.rename(destination)
    shutil.rmtree(old, ignore_errors=True)
