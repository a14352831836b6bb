"""Which names a piece of code binds, uses and changes, read from its syntax tree."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cnn_docs.publish.reading.page import Block

#: Methods of a model that leave their arguments as they are, although called for an effect.
_ONLY_READ = {"fit", "evaluate", "predict"}
#: Methods that leave the object itself as it is.
_LEAVES_ALONE = {"all", "any", "argmax", "astype", "copy", "count_params", "items", "max", "mean"}
_LEAVES_ALONE |= {"min", "numpy", "reshape", "round", "sum", "values"}


@dataclass(frozen=True)
class Statement:
    """One top-level statement and the page-level names it touches.

    ``uses`` are the names whose value from before it needs, also in functions and comprehensions
    inside it; ``binds`` are the names it may (re)set, ``rebinds`` those that it sets in any case;
    ``changes`` are the names whose object it may alter in place, and ``given`` those of them that
    it alters, if at all, only because a call that is there for its effect is given them.
    """

    node: ast.stmt
    uses: frozenset[str]
    binds: frozenset[str]
    rebinds: frozenset[str]
    changes: frozenset[str]
    given: frozenset[str]

    @property
    def is_import(self) -> bool:
        """Whether the statement only imports."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)


@cache
def statements(code: str) -> tuple[Statement, ...]:
    """Analyse the top-level statements of ``code``, which must be valid Python.

    >>> [sorted(s.uses) for s in statements("y = [x for x in xs]\\ny.append(1)")]
    [['xs'], ['y']]
    >>> [sorted(s.uses) for s in statements("for x in xs:\\n    y = x + z\\n    print(y)")]
    [['print', 'xs', 'z']]
    >>> [sorted(s.rebinds) for s in statements("with a as b:\\n    c = 1\\nif a:\\n    d = 1")]
    [['b'], []]
    >>> [sorted(s.changes) for s in statements("y = 1\\ny.append(z)\\ny[0] += 1")]
    [[], ['y', 'z'], ['y']]
    >>> [sorted(s.changes) for s in statements("for row in rows:\\n    row[0] = 1")]
    [['row', 'rows']]
    >>> [sorted(s.changes) for s in statements("model.fit(x, y)\\ntrain(model, x, y)")]
    [['model'], ['model', 'train']]
    >>> [sorted(s.given) for s in statements("layer(rng.normal(size=3))\\nlayer(x)")]
    [[], ['x']]
    >>> [sorted(s.changes) for s in statements("kernel = layer.get_weights()[0].max()")]
    [[]]
    """
    return tuple(_analyse(node) for node in ast.parse(code).body)


def _analyse(node: ast.stmt) -> Statement:
    altered, given = set(_altered_names(node)), set(_given_names(node))
    return Statement(
        node,
        uses=frozenset(_uses(node)),
        binds=frozenset(_names_in(node).bound),
        rebinds=frozenset(_rebinds(node)),
        changes=frozenset(altered | given),
        given=frozenset(given - altered),
    )


def _uses(node: ast.stmt) -> set[str]:
    """Names whose value from before ``node`` is used; not those that it sets itself first."""
    match node:
        case ast.For():
            inside = _uses_of_all(node.body) - _bound_by(node.target)
            return _names_in(node.iter).used | inside | _uses_of_all(node.orelse)
        case ast.With():
            used: set[str] = set()
            bound: set[str] = set()
            for item in node.items:
                used |= _names_in(item.context_expr).used - bound
                bound |= _bound_by(item.optional_vars)
            return used | (_uses_of_all(node.body) - bound)
        case ast.If() | ast.While():
            branches = _uses_of_all(node.body) | _uses_of_all(node.orelse)
            return _names_in(node.test).used | branches
        case ast.AugAssign():
            return _names_in(node).used | _bound_by(node.target)
        case _:
            return _names_in(node).used


def _uses_of_all(nodes: Sequence[ast.stmt]) -> set[str]:
    used: set[str] = set()
    rebound: set[str] = set()
    for node in nodes:
        used |= _uses(node) - rebound
        rebound |= _rebinds(node)
    return used


def _rebinds(node: ast.stmt) -> set[str]:
    """Names that ``node`` sets whatever happens.

    A loop may go through nothing, and a with-statement may end its block early and go on.
    """
    match node:
        case ast.With():
            return set().union(*(_bound_by(item.optional_vars) for item in node.items))
        case ast.Assign() | ast.AnnAssign() | ast.Import() | ast.ImportFrom():
            return _names_in(node).bound
        case ast.FunctionDef() | ast.ClassDef():
            return _names_in(node).bound
        case _:
            return set()


def _bound_by(target: ast.expr | None) -> set[str]:
    """The names that an assignment to ``target`` sets; not those of which it sets a part."""
    found = ast.walk(target) if target else ()
    return {n.id for n in found if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


class _Names(NamedTuple):
    bound: set[str]
    used: set[str]


def _names_in(node: ast.stmt | ast.expr) -> _Names:
    """The page-level names that ``node`` may set, and those whose value occurs in it."""
    alike = _Generators().visit(ast.parse(ast.unparse(node)))
    table = symtable.symtable(ast.unparse(alike), "<statement>", "exec")
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    binds |= {s.get_name() for s in table.get_symbols() if s.is_namespace()}
    uses = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    for inner in _inner_scopes(table):
        for symbol in inner.get_symbols():
            if symbol.is_global():
                (binds if symbol.is_assigned() else uses).add(symbol.get_name())
    return _Names(binds, uses)


class _Generators(ast.NodeTransformer):
    """Turns comprehensions into generators, whose names are their own in every version of Python.

    From 3.12 on the names inside a list, set or dictionary comprehension count as those around it.
    """

    def _generator(self, node: ast.ListComp | ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_ListComp = visit_SetComp = _generator

    def visit_DictComp(self, node: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)


def _inner_scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner_scopes(child)


def _altered_names(node: ast.stmt) -> Iterator[str]:
    """Names whose object may be altered: by being called (a layer builds itself), by a method that
    is not known to read alone, or by an item or attribute assignment. What a loop alters in an
    item, it alters in what it goes through."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            if not _only_reads(child.func):
                yield from _root_name(child.func)
        elif isinstance(child, ast.Attribute | ast.Subscript) and not isinstance(
            child.ctx, ast.Load
        ):
            yield from _root_name(child)
        elif isinstance(child, ast.For):
            items = set(_names(child.target))
            if any(items & _analyse(inner).changes for inner in child.body):
                yield from _names(child.iter)


def _given_names(node: ast.stmt) -> Iterator[str]:
    """Names given to a call whose result is thrown away: such a call is there for its effect, and
    may alter, if it is a method, any argument, and if it is a function the first, as is custom."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = ast.unparse(node.value.func)
        if called == "print" or called.rpartition(".")[2] in _ONLY_READ:
            return
        arguments = [*node.value.args, *(word.value for word in node.value.keywords)]
        of_function = isinstance(node.value.func, ast.Name)
        for argument in arguments[:1] if of_function else arguments:
            yield from _root_name(argument)


def _only_reads(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return False
    return called.attr in _LEAVES_ALONE or called.attr.startswith("get_")


def _names(node: ast.expr) -> Iterator[str]:
    yield from (child.id for child in ast.walk(node) if isinstance(child, ast.Name))


def _root_name(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def stateless_names(found: Sequence[Statement]) -> set[str]:
    """Names that calling does not change: what was imported, functions, classes, builtins."""
    names = set(dir(builtins))
    for statement in found:
        if statement.is_import:
            names |= statement.binds
        elif isinstance(statement.node, ast.FunctionDef | ast.ClassDef):
            names.add(statement.node.name)
    return names


def tainted_names(blocks: Sequence[Block]) -> list[dict[str, str]]:
    """The names in each block that a ``needs`` block before it has set or changed.

    Returns:
        For each block, what each such name needs.
    """
    if not any(block.needs for block in blocks):
        return [{} for _ in blocks]
    parsed = [_statements_or_none(block.code) for block in blocks]
    stateless = stateless_names([statement for found in parsed for statement in found])
    tainted: dict[str, str] = {}
    found_in = []
    for block, found in zip(blocks, parsed, strict=True):
        used: dict[str, str] = {}
        for statement in found:
            used |= {name: tainted[name] for name in statement.uses & tainted.keys()}
            for name in statement.binds | (statement.changes - stateless):
                if block.needs:
                    tainted[name] = block.needs
                elif name in statement.binds:
                    tainted.pop(name, None)
        found_in.append(used)
    return found_in


def _statements_or_none(code: str) -> tuple[Statement, ...]:
    try:
        return statements(code)
    except (SyntaxError, ValueError):
        return ()  # running the block reports it, with its line
