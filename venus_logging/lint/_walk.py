"""Walks one Python file once, by its flow, and notes its calls with what every name stands for there."""

from __future__ import annotations

import ast
from collections import deque
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from venus_logging.lint._scopes import Flow, Scope, merged
from venus_logging.lint.model import Definition, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from venus_logging.lint.model import Kind

__all__ = ["Noted", "Walk"]

Noted = tuple[ast.Call, Scope, tuple[ast.AST, ...], Flow]
_LEAVES: Final = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.cmpop, ast.unaryop, ast.boolop)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_MOST_NODES: Final = 400
_ENDS: Final = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_CHANGES: Final = frozenset({"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove"})


class Walk:
    """The calls of one file.

    Args:
        wanted: whether a call is to be noted, by its node.

    Attributes:
        noted: node, scope, nodes around it and what names were there, of each call that was wanted.
        imports: what imported names stand for, dotted.
    """

    def __init__(self, wanted: Callable[[ast.Call], bool]) -> None:
        self.noted: list[Noted] = []
        self.imports: dict[str, str] = {}
        self._wanted = wanted
        self._later: deque[tuple[ast.FunctionDef | ast.AsyncFunctionDef, Scope]] = deque()
        self._scope = Scope()
        self._branching: dict[type[ast.AST], Callable[..., bool]] = {
            ast.If: self._if,
            ast.For: self._loop,
            ast.AsyncFor: self._loop,
            ast.While: self._loop,
            ast.Try: self._try,
            ast.TryStar: self._try,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Match: self._match,
        }
        self._binding: dict[type[ast.AST], Callable[..., None]] = {
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
        }

    def run(self, tree: ast.Module) -> None:
        """Walks the module, then its functions, each when all that it can see around it is known."""
        self._block(tree.body)
        while self._later:
            node, scope = self._later.popleft()
            self._scope = scope
            self._block(node.body)

    def _block(self, statements: Sequence[ast.stmt]) -> bool:
        """Walks statements in order; says whether the last one lets the flow go on."""
        goes_on = True
        for statement in statements:
            kind = type(statement)
            if branch := self._branching.get(kind):
                self._scope.parents.append(statement)
                goes_on = branch(statement) and goes_on
                self._scope.parents.pop()
            elif bind := self._binding.get(kind):
                bind(statement)
            else:
                self._inside(statement)
                goes_on = goes_on and kind not in _ENDS
        return goes_on

    def _branches(self, branches: Iterable[tuple[Flow, Sequence[ast.stmt]]]) -> bool:
        """Walks each branch from its own beginning and goes on with what names may be after all of them."""
        ends = []
        last: Flow = {}
        for start, statements in branches:
            self._scope.flow = dict(start)
            if self._block(statements):
                ends.append(self._scope.flow)
            last = self._scope.flow
        self._scope.flow = merged(ends) if ends else last
        return bool(ends)

    def _if(self, node: ast.If) -> bool:
        self._expression(node.test)
        start = self._scope.flow
        return self._branches([(start, node.body), (start, node.orelse)])

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> bool:
        if isinstance(node, ast.While):
            self._expression(node.test)
        else:
            self._expression(node.iter)
            self._unknown(node.target, "loop")
        start = self._scope.flow
        # NOTE: a body that ends in break or continue still reaches what follows the loop.
        self._branches([(start, node.body)])
        self._scope.flow = merged([start, self._scope.flow])
        self._block(node.orelse)
        return True

    def _try(self, node: ast.Try | ast.TryStar) -> bool:
        start = self._scope.flow
        ends = []
        self._scope.flow = dict(start)
        goes_on = self._block(node.body)
        raised = merged([start, self._scope.flow])
        if self._block(node.orelse) and goes_on:
            ends.append(self._scope.flow)
        for handler in node.handlers:
            self._scope.flow = dict(raised)
            if self._handler(handler):
                ends.append(self._scope.flow)
        self._scope.flow = merged(ends) if ends else raised
        return self._block(node.finalbody) and bool(ends)

    def _handler(self, handler: ast.ExceptHandler) -> bool:
        if handler.type is not None:
            self._expression(handler.type)
        if handler.name:
            self._scope.define(handler.name, (Definition("exception", handler),))
        self._scope.parents.append(handler)
        goes_on = self._block(handler.body)
        self._scope.parents.pop()
        return goes_on

    def _with(self, node: ast.With | ast.AsyncWith) -> bool:
        for item in node.items:
            self._scope.parents.append(item)
            self._expression(item.context_expr)
            self._scope.parents.pop()
            if item.optional_vars is not None:
                self._unknown(item.optional_vars, "with")
        return self._block(node.body)

    def _match(self, node: ast.Match) -> bool:
        self._expression(node.subject)
        start = self._scope.flow
        self._branches([(start, case.body) for case in node.cases])
        self._scope.flow = merged([start, self._scope.flow])
        return True

    def _assign(self, node: ast.Assign) -> None:
        self._inside(node)
        for target in node.targets:
            self._bind(target, node.value, node)

    def _annotated(self, node: ast.AnnAssign) -> None:
        self._inside(node)
        if node.value is not None:
            self._bind(node.target, node.value, node)

    def _augmented(self, node: ast.AugAssign) -> None:
        self._inside(node)
        name = spelled(node.target)
        if not name:
            self._unknown(node.target, "other")
            return
        self._define(name, self._after(name, node, lambda old: _added(old, node)))

    def _bind(self, target: ast.expr, value: ast.expr, node: ast.stmt) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            pairs = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            if len(pairs) == len(target.elts) and not any(isinstance(each, ast.Starred) for each in target.elts):
                for inner, part in zip(target.elts, pairs, strict=True):
                    self._bind(inner, part, node)
                return
        if name := spelled(target):
            self._define(name, self._values(name, value, node))
        else:
            self._unknown(target, "other")

    def _values(self, name: str, value: ast.expr, node: ast.stmt) -> tuple[Definition, ...]:
        """What a name becomes; where its new value speaks of the name, that is each of its old ones."""
        if not any(spelled(each) == name for each in ast.walk(value) if isinstance(each, ast.expr)):
            return (Definition("value", node, value),)
        found = self._after(name, node, lambda old: _Replaced(name, old).visit(deepcopy(value)))
        # NOTE: where the old value is unknown the new one may still have a text of its own: "%s failed" % text.
        return tuple(each if each.value is not None else Definition("value", node, value) for each in found)

    def _after(self, name: str, node: ast.stmt, change: Callable[[ast.expr], ast.expr]) -> tuple[Definition, ...]:
        """What a name becomes when each of its old values changes; unknown where one is, or it grows beyond all use."""
        before = [each.value for each in self._scope.flow.get(name, ())] or [None]
        if sum(1 for each in before if each is not None for _ in ast.walk(each)) > _MOST_NODES:
            before = [None]
        return tuple(_other(node) if old is None else Definition("value", node, change(old)) for old in before)

    def _unknown(self, target: ast.AST, kind: Kind) -> None:
        """Every name that a target binds or changes stands for what nobody can tell."""
        match target:
            case ast.Subscript(value=inner) | ast.Starred(value=inner):
                self._unknown(inner, kind)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for each in elements:
                    self._unknown(each, kind)
            case ast.expr() if name := spelled(target):
                self._define(name, (Definition(kind, target),))

    def _define(self, name: str, definitions: tuple[Definition, ...]) -> None:
        self._scope.define(name, definitions)
        if name.startswith("self.") and self._scope.owner is not None:
            for each in definitions:
                self._scope.owner.every.setdefault(name, []).append(each)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in (*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)):
            self._expression(each)
        here = self._scope
        here.define(node.name, (Definition("scope", node),))
        inner = Scope(_dotted(here.name, node.name), here, here.owner)
        for argument in _parameters(node.args):
            inner.define(argument.arg, (Definition("parameter", argument),))
        self._later.append((node, inner))

    def _class(self, node: ast.ClassDef) -> None:
        for each in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self._expression(each)
        here = self._scope
        here.define(node.name, (Definition("scope", node),))
        self._scope = Scope(_dotted(here.name, node.name), here)
        self._scope.owner = self._scope
        self._block(node.body)
        self._scope = here

    def _import(self, node: ast.Import) -> None:
        for each in node.names:
            name = each.asname or each.name.partition(".")[0]
            self.imports[name] = each.name if each.asname else name
            self._scope.define(name, (Definition("import", node),))

    def _import_from(self, node: ast.ImportFrom) -> None:
        for each in node.names:
            self.imports[each.asname or each.name] = f"{'.' * node.level}{node.module or ''}.{each.name}"
            self._scope.define(each.asname or each.name, (Definition("import", node),))

    def _inside(self, node: ast.AST) -> None:
        """Looks at all expressions of a node."""
        parents = self._scope.parents
        parents.append(node)
        for name in node._fields:
            value = getattr(node, name, None)
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, ast.AST) and not isinstance(each, _LEAVES):
                    self._expression(each)
        parents.pop()

    def _expression(self, node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Lambda):
            self._lambda(node)
            return
        self._inside(node)
        if isinstance(node, ast.NamedExpr):
            self._scope.define(node.target.id, (Definition("value", node, node.value),))

    def _call(self, node: ast.Call) -> None:
        if self._wanted(node):
            self.noted.append((node, self._scope, tuple(self._scope.parents), self._scope.flow.copy()))
        match node.func:
            case ast.Attribute(value=receiver, attr=name) if name in _CHANGES and (changed := spelled(receiver)):
                self._define(changed, (_other(node),))

    def _lambda(self, node: ast.Lambda) -> None:
        here = self._scope
        self._scope = Scope(here.name, here.parent, here.owner, {**here.flow}, here.every, [node])
        for argument in _parameters(node.args):
            self._scope.flow[argument.arg] = (Definition("parameter", argument),)
        self._expression(node.body)
        self._scope = here


class _Replaced(ast.NodeTransformer):
    """Puts an expression where a name stands."""

    def __init__(self, name: str, value: ast.expr) -> None:
        self._name = name
        self._value = value

    def visit(self, node: ast.AST) -> Any:
        """The node, or what stands for it."""
        if isinstance(node, ast.expr) and spelled(node) == self._name:
            return self._value
        return self.generic_visit(node)


def _added(before: ast.expr, node: ast.AugAssign) -> ast.expr:
    """What ``+=`` and the like make of a value, as one expression that stands where it happened."""
    return ast.copy_location(ast.BinOp(left=before, op=node.op, right=node.value), node)


def _other(node: ast.AST) -> Definition:
    return Definition("other", node)


def _dotted(outer: str, name: str) -> str:
    return f"{outer}.{name}" if outer else name


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return every + [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
