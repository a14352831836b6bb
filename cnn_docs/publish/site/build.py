"""Build the whole site beside its folder, and put it in place only when it is complete."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import shutil
from pathlib import Path

from filelock import FileLock

from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.site.destination import mark, refuse_unsafe
from cnn_docs.publish.site.exchange import put_in_place, restore
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
        destination: the folder of the finished site: new, empty, or a site built before.
        builder: the module that builds, ``mkdocs`` or a drop-in for it.

    Raises:
        UnsafeDestination: something else would be lost; nothing was touched.
        click.ClickException: the build failed; the old site, if any, still stands.
    """
    settings = load_settings(root)
    destination = destination.resolve()
    refuse_unsafe(destination, settings)
    destination.parent.mkdir(parents=True, exist_ok=True)
    beside = destination.parent / f".{destination.name}-building"
    with FileLock(destination.parent / f".{destination.name}-lock"):
        restore(destination)
        shutil.rmtree(beside, ignore_errors=True)  # what an interrupted build left
        sources = sources_digest(settings, builder)
        if is_current(destination, sources):
            print(f"Nothing has changed. The site lies at {destination / 'index.html'}")
            return
        try:
            _run(builder, settings.root, beside)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        mark(beside)
        put_in_place(beside, destination)
        # Where a source changed during the build, nobody knows what was built: leave no stamp.
        if sources_digest(settings, builder) == sources:
            write_stamp(destination, sources)
    print(f"The site lies at {destination / 'index.html'}")


def _run(builder: str, root: Path, folder: Path) -> None:
    """Run the builder's own command in this process: nothing outlives us that could write."""
    os.environ.update(_ENVIRONMENT)  # before the builder is imported
    gc.disable()  # a tenth of the time: it searches millions of objects that stay until the end
    command = importlib.import_module(f"{builder}.__main__").cli
    with contextlib.chdir(root):
        command.main(["build", "--strict", "--site-dir", str(folder)], standalone_mode=False)
