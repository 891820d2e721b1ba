"""Texts of relations, made by chance the way circulars print them: spaces anywhere, signs in every spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

SPACES = ("", "", "", " ", "  ", "\u00a0")
SPELLINGS = {"*": ("*", "×", "*"), "/": ("/", ":", "÷"), "-": ("-", "\u2212"), "<=": ("<=", "≤"), ">=": (">=", "≥")}
DOTS = ("...", "..", "…", "....")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a relation's text may name."""

    names: tuple[str, ...]
    """Printed numbers or codes a right side may read, in declared order."""
    ranges: tuple[tuple[str, str], ...] = ()
    """Pairs a range may run between."""
    totals: tuple[str, ...] = ()
    """Column numbers `sum()` may add up."""
    cells: tuple[str, ...] = ()
    """Addresses `cell()` may name."""
    others: tuple[str, ...] = ()
    """Calls of other reports, with `{}` for the number."""
    abroad: tuple[str, ...] = ()
    """Printed numbers that may be asked of other reports."""


def _put(draw: st.DrawFn, *parts: str) -> str:
    """Parts with chance spaces between them and signs in a chance spelling."""
    text = ""
    for part in parts:
        text += draw(st.sampled_from(SPELLINGS.get(part, (part,)))) + draw(st.sampled_from(SPACES))
    return text


@st.composite
def leaf(draw: st.DrawFn, scope: Scope) -> str:
    """One printed number, or a call that names one."""
    kinds = ["ref"] * 6
    kinds += ["total"] * bool(scope.totals) + ["cell"] * bool(scope.cells) + ["other"] * 2 * bool(scope.others)
    match draw(st.sampled_from(kinds)):
        case "total":
            return f"sum({draw(st.sampled_from(scope.totals))})"
        case "cell":
            return f'cell("{draw(st.sampled_from(scope.cells))}")'
        case "other":
            return draw(st.sampled_from(scope.others)).format(draw(st.sampled_from(scope.abroad)))
    name = draw(st.sampled_from(scope.names))
    return f"({name})" if draw(st.integers(0, 9)) == 0 else name


@st.composite
def run(draw: st.DrawFn, scope: Scope) -> str:
    """Some numbers added up, the form nearly every printed relation has; perhaps with a range."""
    parts: list[str] = []
    if scope.ranges and draw(st.booleans()):
        first, last = draw(st.sampled_from(scope.ranges))
        head = [first] if draw(st.booleans()) else [draw(st.sampled_from(scope.names)), "+", first]
        plus = draw(st.sampled_from((("+", "+"), ("", ""), ("+", ""), ("", "+"))))
        parts = [*head, plus[0], draw(st.sampled_from(DOTS)), plus[1], last]
    else:
        parts = [draw(leaf(scope))]
    for _ in range(draw(st.integers(0, 2))):
        parts += [draw(st.sampled_from(("+", "+", "+", "-"))), draw(leaf(scope))]
    return _put(draw, *parts)


@st.composite
def expression(draw: st.DrawFn, scope: Scope, depth: int = 2) -> str:
    """A right side: mostly a run; sometimes a rate, a rounded or absolute value, a choice."""
    if depth == 0:
        return draw(leaf(scope))
    kinds = ["run"] * 6 + ["rate", "product", "share", "round", "abs", "if", "less", "constant", "negated"]
    inner = expression(scope, depth - 1)
    match draw(st.sampled_from(kinds)):
        case "rate":
            return _put(
                draw, draw(leaf(scope)), "/", draw(leaf(scope)), "*", draw(st.sampled_from(("100", "1000", "100%")))
            )
        case "product":
            return _put(draw, draw(leaf(scope)), "*", "(", draw(inner), ")")
        case "share":
            return _put(draw, "(", draw(inner), ")", "/", draw(st.sampled_from(("#2", "#8", "#0.5"))))
        case "round":
            return _put(draw, "round(", draw(inner), ",", str(draw(st.integers(0, 2))), ")")
        case "abs":
            return _put(draw, "abs(", draw(inner), ")")
        case "if":
            sign = draw(st.sampled_from(("<", "<=", ">", ">=")))
            here = replace(scope, others=())
            other = draw(st.sampled_from(("0", "#1", "#2.5")) | leaf(here))
            return _put(draw, "if(", draw(leaf(here)), sign, other, ",", draw(inner), ",", draw(inner), ")")
        case "less":
            return _put(draw, draw(inner), "-", "(", draw(inner), ")")
        case "constant":
            return _put(
                draw, draw(leaf(scope)), draw(st.sampled_from(("+", "-"))), draw(st.sampled_from(("#1", "#2.5", "0")))
            )
        case "negated":
            return _put(draw, "-", draw(leaf(scope)), "+", draw(leaf(scope)))
    return draw(run(scope))


@st.composite
def definition(draw: st.DrawFn, left: str, scope: Scope, checks: Scope) -> str:
    """`left = ...`, perhaps with further members that are checks."""
    text = _put(draw, left, "=", draw(expression(scope)))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        text += _put(draw, draw(st.sampled_from(("=", "=", "<=", ">="))), draw(run(checks)))
    return text.strip()


@st.composite
def check(draw: st.DrawFn, scope: Scope, *, begins_with_name: bool = False) -> str:
    """A chain of two to four members, equal or ordered."""
    is_name = begins_with_name or draw(st.integers(0, 3)) > 0
    text = _put(draw, draw(st.sampled_from(scope.names)) if is_name else draw(expression(scope, 1)))
    signs: Sequence[str] = ("=", "=", "=", "<=", ">=", "<", ">")
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        text += _put(draw, draw(st.sampled_from(signs)), draw(expression(scope)))
    return text.strip()


@st.composite
def condition(draw: st.DrawFn, scope: Scope) -> str:
    """What `when` says."""
    other = draw(st.sampled_from(("0", "#1", "#2")) | leaf(scope))
    return _put(draw, draw(leaf(scope)), draw(st.sampled_from((">", "<", "<=", ">="))), other).strip()
