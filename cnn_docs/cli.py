"""The ``cnn-docs`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.kernels import KERNELS
from cnn_docs.experiments.commands import experiments
from cnn_docs.publish.settings import Settings, load_settings

# Each command imports what it needs: all of it would cost seconds, and part of it comes with
# extras that a reader has not installed.


@click.group()
def main() -> None:
    """Check the pages of this project, build its site."""


main.add_command(experiments)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--update", is_flag=True, help="Rewrite the outputs that differ, in the pages.")
def pages(paths: tuple[Path, ...], update: bool) -> None:
    """Run the blocks of PATHS and compare what they print and draw.

    PATHS are pages, or folders of pages; by default all pages.
    """
    with _site_extra():
        from cnn_docs.publish.check import check, read_page
        from cnn_docs.publish.reading.stray import stray_files
        from cnn_docs.publish.writing.update import updated_text

    settings = _settings()
    paths = paths or (settings.docs,)
    chosen = list(dict.fromkeys(page for path in paths for page in _pages_in(path, settings)))
    by_path = {settings.shown(path): path for path in chosen}
    report = check([read_page(path, settings) for path in chosen], settings)
    if update:
        for shown, checked in report.checked.items():
            text = updated_text(checked)
            if text != by_path[shown].read_text(encoding="utf-8"):
                write_whole(by_path[shown], text)
                click.echo(f"rewrote {shown}; read the diff")
        report = check([read_page(path, settings) for path in chosen], settings)
    strays = [
        stray
        for stray in stray_files(settings)
        if any(_lies_in(settings.root / stray.path, path) for path in paths)
    ]
    problems = sorted([*report.problems, *strays])
    for problem in problems:
        click.echo(str(problem), err=True)
    blocks = sum(len(checked.page.blocks) for checked in report.checked.values())
    click.echo(f"{len(chosen)} pages, {blocks} blocks, {len(problems)} problems")
    sys.exit(bool(problems))


def _pages_in(path: Path, settings: Settings) -> list[Path]:
    """The page ``path``, or all pages that lie in the folder ``path``."""
    if path.is_file():
        return [path.resolve()]  # as the pages of a folder are
    found = [page for page in settings.page_files() if _lies_in(page, path)]
    if not found:
        raise click.UsageError(
            f"{path} holds no pages; they end in .md or .py and lie in "
            f"{settings.shown(settings.docs)}"
        )
    return found


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


@main.command()
@click.option(
    "--to",
    "destination",
    default="site",
    type=click.Path(path_type=Path),
    help="The folder of the finished site: new, empty, or a site built before.",
)
def site(destination: Path) -> None:
    """Build the site beside its folder, and move it there when it is whole."""
    with _site_extra():
        from cnn_docs.publish.site.build import build_site
        from cnn_docs.publish.site.destination import UnsafeDestination

        try:
            build_site(_settings().root, destination)
        except UnsafeDestination as error:
            raise click.ClickException(str(error)) from error


def _settings() -> Settings:
    """The settings of the project in the current folder."""
    try:
        return load_settings(Path.cwd())
    except (FileNotFoundError, KeyError) as error:
        raise click.ClickException(
            f"{Path.cwd()} has no pyproject.toml with a table [tool.cnn-docs]; run this command "
            "in the project's folder"
        ) from error


@contextmanager
def _site_extra() -> Iterator[None]:
    """Say what to install where a library is missing that comes with the extra `site`."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"this command needs {error.name}, which is not installed; in the project's folder, "
            'run: pip install -c constraints.txt -e ".[site]"'
        ) from error


@main.group()
def train() -> None:
    """Train the networks whose weights ship with the package."""


@train.command()
@click.option("--recipe", default="plain", show_default=True, help="A name from training.recipes.")
@click.option("--seed", default=1, show_default=True, help="Start, order and distortions.")
@click.option("--held-out", is_flag=True, help="Measure on held-out training images, to choose by.")
@click.option("--threads", default=1, show_default=True, help="Threads that TensorFlow may use.")
@click.option(
    "--folder",
    default=".cache/lenet5",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Checkpoints, weights and records.",
)
def lenet5(recipe: str, seed: int, held_out: bool, threads: int, folder: Path) -> None:
    """Train LeNet-5 on MNIST, or go on where it was stopped."""
    os.environ.update(KERNELS)
    # TensorFlow costs seconds, which the other commands need not spend.
    import tensorflow as tf

    from cnn_docs.data import DatasetUnavailable
    from cnn_docs.training.lenet5 import train_lenet5

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    try:
        record = train_lenet5(recipe, seed, folder, held_out=held_out)
    except (DatasetUnavailable, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{record['wrong']} wrong of {record['measured_on']}: {record['error_percent']:.2f} % "
        f"after {record['wall_seconds']:.0f} s ({record['cpu_seconds']:.0f} s of CPU)"
    )


@train.command()
@click.option("--recipe", required=True, help="The recipe whose weights ship.")
@click.option("--seed", default=1, show_default=True, help="The seed whose weights ship.")
@click.option(
    "--folder",
    default=".cache/lenet5",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the finished runs are.",
)
def ship(recipe: str, seed: int, folder: Path) -> None:
    """Write a finished run's weights, and every finished run's record, into the package."""
    from cnn_docs.data import DatasetUnavailable
    from cnn_docs.training.ship import ship_results, ship_weights

    try:
        provenance = ship_weights(folder, recipe, seed)
    except (DatasetUnavailable, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"rounded weights: {provenance['rounded']['error_percent']:.2f} % wrong on MNIST")
    for name, entry in ship_results(folder)["recipes"].items():
        click.echo(f"{name}: {entry['mean_error_percent']:.3f} % over {len(entry['runs'])} seeds")


if __name__ == "__main__":
    main()
