"""The smallest complete program that ends in one block of a page."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cnn_docs.publish.reading.dataflow import Statement, stateless_names, statements
from cnn_docs.publish.reading.page import Block

#: What to install for a package that is not called as it is imported, or does not run alone.
_INSTALLED_AS = {"sklearn": "scikit-learn", "keras": "tensorflow"}
#: What to install for a function that needs more than its own package brings.
_NEEDS_TOO = {"load_sample_image": "pillow"}
_OWN_PACKAGE = "cnn_docs"
#: Packages whose functions, called for their effect, draw and change nothing.
_ONLY_DRAW = ("matplotlib", f"{_OWN_PACKAGE}.figures")
#: Functions that set a seed, and packages whose functions may draw random numbers from it.
_SET_A_SEED = {"seed", "set_seed", "set_random_seed"}
_MAY_DRAW_LOTS = ("keras", "tensorflow", _OWN_PACKAGE)
_SHOW = "import matplotlib.pyplot as plt\n\nplt.show()"


@dataclass(frozen=True)
class Piece:
    """A statement with the comments above it, as its author wrote them."""

    source: str
    statement: Statement
    block: Block


@dataclass(frozen=True)
class Scripts:
    """One program for each block: ``scripts[n]`` lists which of ``statements`` make it up.

    Programs of one page share most of their statements, so a page carries each only once.
    """

    statements: tuple[str, ...]
    scripts: tuple[tuple[int, ...], ...]

    def text(self, number: int) -> str:
        """The whole program that ends in block ``number``."""
        return "\n".join(self.statements[index] for index in self.scripts[number]) + "\n"


def page_scripts(blocks: Sequence[Block], *, repository: str | None) -> Scripts:
    """Make the program of every block of a page.

    Args:
        blocks: all blocks of the page, in order; each must be valid Python.
        repository: the address from which ``pip`` can install the site's own package; ``None``
            where it is not known, and a copy of the project serves.
    """
    pieces = [piece for block in blocks for piece in _pieces(block)]
    texts: dict[str, int] = {}
    scripts = []
    for block in blocks:
        chosen = needed_pieces(pieces, block)
        parts = [header([piece.statement for piece in chosen], repository)]
        parts += [piece.source for piece in chosen]
        parts += [_SHOW] if block.image else []
        scripts.append(tuple(texts.setdefault(part, len(texts)) for part in parts))
    return Scripts(tuple(texts), tuple(scripts))


def needed_pieces(pieces: Sequence[Piece], block: Block) -> list[Piece]:
    """The pieces of ``block``, and the earlier ones that it depends on, in their order.

    Going backwards, an earlier statement is needed when it sets, or may change, a name that is
    still wanted. A statement that sets a name for good ends the search for that name. A seed counts
    as a name: what may draw from it uses it, and a call sets it.
    """
    found = [piece.statement for piece in pieces]
    page = _Page(
        stateless=stateless_names(found),
        drawing=_imported_from(_ONLY_DRAW, found),
        random=_imported_from(_MAY_DRAW_LOTS, found),
        seeds={seed: one.changes for one in found if (seed := _seed_set_by(one.node))},
    )
    last = max((n for n, piece in enumerate(pieces) if piece.block is block), default=-1)
    wanted: set[str] = set()
    chosen = []
    for piece in reversed(pieces[: last + 1]):
        statement = piece.statement
        seed = _seed_set_by(statement.node)
        needed = seed in wanted if seed else _matters(statement, wanted, page)
        if piece.block is block or needed:
            chosen.append(piece)
            wanted -= statement.rebinds
            wanted |= statement.uses
            wanted = wanted - {seed} if seed else wanted | page.seeds_used_by(statement)
    return chosen[::-1]


@dataclass(frozen=True)
class _Page:
    """What the names of a page are, as far as it matters to what needs what.

    ``stateless`` are names that calling does not change, ``drawing`` those that only draw,
    ``random`` those of packages that may draw random numbers. ``seeds`` has for each kind of seed
    the names of the package that it belongs to.
    """

    stateless: set[str]
    drawing: set[str]
    random: set[str]
    seeds: dict[str, frozenset[str]]

    def seeds_used_by(self, statement: Statement) -> set[str]:
        """The seeds from which a statement may draw."""
        return {seed for seed, own in self.seeds.items() if statement.uses & (own | self.random)}


def _imported_from(packages: Sequence[str], found: Sequence[Statement]) -> set[str]:
    """The names that imports bind to something of these packages."""
    return {
        name
        for statement in found
        if any(
            f"{module}.".startswith(f"{package}.")
            for module in _imported_modules(statement.node)
            for package in packages
        )
        for name in statement.binds
    }


def _seed_set_by(node: ast.stmt) -> str:
    """The kind of seed that a statement sets, under a name that no variable has; else empty."""
    called = _called_for_effect(node)
    return f"seed of {called}" if called.rpartition(".")[2] in _SET_A_SEED else ""


def _matters(statement: Statement, wanted: set[str], page: _Page) -> bool:
    if statement.binds & wanted:
        return True
    called = _called_for_effect(statement.node)
    if called == "print" or called.partition(".")[0] in page.drawing:
        return False  # what an earlier block printed or drew is not the later block's business
    changes = statement.changes
    if called.isidentifier() and called not in page.stateless:
        changes -= statement.given  # an object that is called, such as a layer, changes itself
    sets_state = called.rpartition(".")[2].startswith("set_")
    return bool(changes & (wanted if sets_state else wanted - page.stateless))


def _called_for_effect(node: ast.stmt) -> str:
    """What a statement calls without keeping the result, as dotted words; empty if it does not."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func)
    return ""


def _pieces(block: Block) -> Iterator[Piece]:
    """Cut a block between its statements; what stands above a statement belongs to it."""
    lines = block.code.splitlines()
    found = statements(block.code)
    start = 0
    for number, statement in enumerate(found):
        end = statement.node.end_lineno or len(lines)
        if number == len(found) - 1:
            end = len(lines)
        if end <= start:  # a second statement on one line came with the first
            yield Piece("", statement, block)
            continue
        yield Piece("\n".join(lines[start:end]), statement, block)
        start = end


def header(chosen: Sequence[Statement], repository: str | None) -> str:
    """A comment that says what to install before ``chosen`` can run, and how."""
    roots = {root for statement in chosen for root in _imported_roots(statement.node)}
    names = {name for statement in chosen if statement.is_import for name in statement.binds}
    packages = {_INSTALLED_AS.get(root, root) for root in roots - sys.stdlib_module_names}
    packages |= {_NEEDS_TOO[name] for name in names & _NEEDS_TOO.keys()}
    where = ""
    if _OWN_PACKAGE in roots:  # brings the others with it
        packages = {f'"cnn-docs @ git+{repository}"' if repository else "."}
        where = "" if repository else ", in a copy of this site's project"
    if not packages:
        return "# Python 3.11 to 3.13; nothing to install.\n"
    install = " ".join(sorted(packages))
    return f"# Python 3.11 to 3.13. Install first{where}: pip install {install}\n"


def _imported_roots(node: ast.stmt) -> set[str]:
    return {module.partition(".")[0] for module in _imported_modules(node)}


def _imported_modules(node: ast.stmt) -> Iterator[str]:
    """What a statement imports, with the package: a module, or a name of one."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
