"""Choose the settings of the ladder's networks, once for each, by seeds that measure nothing else.

A search by each seed for itself was tried, and lost its way. Between small steps with little
shrinkage and large ones with much there can be a ridge. Of two seeds of the same network one
crossed it and one did not, and their errors differed by a third.

A choice by two seeds alone was tried, too. Two steps of one network came out a hundredth of a point
apart. By four more seeds the one that had been taken was a fifth worse.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import as_completed
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.versions import versions
from cnn_docs.experiments import rung_training, runner
from cnn_docs.experiments.fingerprint import code_fingerprint, data_fingerprint
from cnn_docs.experiments.rung_settings import GRID, PACKAGE, file
from cnn_docs.experiments.rung_training import Ladder
from cnn_docs.experiments.searching import search

#: No network is measured with them, nor with the others below.
SEEDS = (400, 401)
#: Settings whose error comes so near to the best, as a part of it, are tried by more seeds.
CLOSE = 0.05
MORE_SEEDS = (402, 403, 404, 405)


def tune(name: str, ladder: Ladder, folder: Path, *, jobs: int) -> None:
    """Choose the settings of all networks, by their mistakes on held-out digits.

    Each finished training leaves a file, so what was interrupted goes on where it was.

    Args:
        name: The name of the experiment.
        ladder: Its networks.
        folder: Where those files are.
        jobs: How many processes share the work.

    Raises:
        DatasetUnavailable: If MNIST is not at hand.
    """
    marks = {
        "code": code_fingerprint(rung_training.__name__),
        "data": data_fingerprint("mnist"),
    }
    networks: dict[str, list[dict[str, Any]]] = {}
    with runner.pool(jobs) as pool, tqdm(total=len(ladder.rungs), unit=" networks") as bar:
        futures = {
            pool.submit(_tune_one, ladder, network, folder / name, marks): network
            for network in ladder.rungs
        }
        for future in as_completed(futures):
            networks[futures[future]] = future.result()
            bar.update()
    record = {
        "networks": {network: networks[network] for network in ladder.rungs},
        "seeds": SEEDS + MORE_SEEDS,
        "fingerprints": marks,
        "command": f"cnn-docs experiments tune {name}",
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "versions": versions(),
    }
    write_whole(PACKAGE / file(name), json.dumps(record, indent=1) + "\n")


def _tune_one(
    ladder: Ladder, network: str, folder: Path, marks: Mapping[str, str]
) -> list[dict[str, Any]]:
    """All settings that were tried for one network, with the error of each seed.

    First come those that all seeds have tried, then the others; the best first in either part.
    """

    def tried(settings: Mapping[str, float], seeds: Sequence[int]) -> dict[str, Any]:
        errors = [_error(ladder, network, seed, settings, folder, marks) for seed in seeds]
        return {"settings": settings, "held_out_errors": errors}

    def score(settings: Mapping[str, float]) -> float:
        return _mean(tried(settings, SEEDS))

    best, *others = search(GRID, score)
    close = [one for one in others if one.score <= best.score * (1 + CLOSE)]
    finalists = [best, *close] if close else []
    return [
        *sorted((tried(one.settings, SEEDS + MORE_SEEDS) for one in finalists), key=_mean),
        *(tried(one.settings, SEEDS) for one in (best, *others) if one not in finalists),
    ]


def _mean(tried: Mapping[str, Any]) -> float:
    return float(np.mean(tried["held_out_errors"]))


def _error(
    ladder: Ladder,
    network: str,
    seed: int,
    settings: Mapping[str, float],
    folder: Path,
    marks: Mapping[str, str],
) -> float:
    """The share of held-out digits that are misread, in points."""
    rate, shrinkage = settings["rate"], settings["shrinkage"]
    path = folder / f"{network}, rate {rate:g}, shrinkage {shrinkage:g}, seed {seed}.json"
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["fingerprints"] == marks:
            return float(found["held_out_error"])
    error = rung_training.train(ladder, network, seed, settings).fit.held_out_error
    write_whole(path, json.dumps({"held_out_error": error, "fingerprints": marks}) + "\n")
    return error
