"""`cnn-docs experiments`: run them, list them, check what is recorded."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from cnn_docs.experiments import questions
from cnn_docs.experiments.questions import NAMES
from cnn_docs.experiments.runs import Run

# Statistics and data cost seconds to import, which a build of the site need not spend: each
# command imports what it needs.

NAMES_OF_EXPERIMENTS = click.argument(
    "names", nargs=-1, type=click.Choice(NAMES), metavar="[NAME…]"
)
JOBS = click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes at once."
)


@click.group()
def experiments() -> None:
    """Put the claims of the notes to the test."""


@experiments.command()
@NAMES_OF_EXPERIMENTS
@click.option("--seeds", type=click.IntRange(1), help="The first few seeds alone.")
@click.option("--quick", is_flag=True, help="One seed and a few steps, to see that all works.")
@JOBS
@click.option(
    "--folder",
    default=".cache/experiments",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The records of single runs.",
)
def run(names: tuple[str, ...], seeds: int | None, quick: bool, jobs: int, folder: Path) -> None:
    """Make the runs that are missing; with all of them, write the results into the package."""
    from cnn_docs.experiments import recording, results, runner

    modules = _modules(names)
    planned = runner.plan(modules, seeds=seeds, quick=quick)
    _make(planned, folder, jobs)
    click.echo(f"{len(planned)} runs are finished, in {folder}")
    if quick:
        return
    # All are written before one is read: the correction for many claims needs them together.
    try:
        whole = {module: recording.gather(module, folder, results.RESULTS) for module in modules}
    except recording.NotConverged as error:
        raise click.ClickException(str(error)) from error
    for module in modules:
        name = module.rpartition(".")[2]
        sentence = results.recorded(name).sentence if whole[module] else "runs are missing"
        click.echo(f"{name}: {sentence}")


@experiments.command()
@click.argument("name", type=click.Choice(["ladder", "ladder_distorted"]))
@JOBS
@click.option(
    "--folder",
    default=".cache/settings",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The records of single trainings.",
)
def tune(name: str, jobs: int, folder: Path) -> None:
    """Choose step and weight decay of the ladder's networks, before they are measured."""
    from cnn_docs.data import DatasetUnavailable
    from cnn_docs.experiments import tuning
    from cnn_docs.experiments.changes import LADDERS

    try:
        tuning.tune(name, LADDERS[name], folder, jobs=jobs)
    except DatasetUnavailable as error:
        raise click.ClickException(str(error)) from error


@experiments.command(name="list")
def list_() -> None:
    """Show each experiment with its verdict."""
    from cnn_docs.experiments import results

    recorded = {path.stem for path in results.RESULTS.glob("*.json")}
    for name in NAMES:
        verdict = results.recorded(name).sentence if name in recorded else "Not recorded."
        click.echo(f"{name}: {verdict}")


@experiments.command()
@NAMES_OF_EXPERIMENTS
@JOBS
def check(names: tuple[str, ...], jobs: int) -> None:
    """Run the first seed of each experiment again: exact, or how far from what is recorded.

    Ends with 1 unless all of it is exact. Measured times never are, and another processor, or
    another version of a library, rounds otherwise.
    """
    from cnn_docs.experiments import checking, runner

    modules = _modules(names)
    with tempfile.TemporaryDirectory() as folder:
        _make(runner.plan(modules, seeds=1), Path(folder), jobs)
        compared = [line for module in modules for line in checking.compare(module, Path(folder))]
    for _, line in compared:
        click.echo(line)
    sys.exit(not all(exact for exact, _ in compared))


def _make(planned: list[Run], folder: Path, jobs: int) -> None:
    """Make the runs that are missing; why they cannot be made is what the command says."""
    from cnn_docs.data import DatasetUnavailable
    from cnn_docs.experiments import runner, stated

    try:
        runner.run(planned, folder, jobs=jobs)
    except (DatasetUnavailable, runner.RunFailed, stated.NotStated) as error:
        raise click.ClickException(str(error)) from error


def _modules(names: tuple[str, ...]) -> list[str]:
    return [f"{questions.__name__}.{name}" for name in dict.fromkeys(names or NAMES)]
