"""The grammar of printed relations, and what its parser says when a text is none.

The only module that needs lark; form packages and open reports never import it.
"""

from __future__ import annotations

from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from app.errors import RelationError

BYTES_MAX = 4096
DEPTH_MAX = 32

ParseTree = Tree[Token]

GRAMMAR = r"""
start: chain
chain: expr (COMPARE expr)*
expr: term tail*
?tail: PLUS term                    -> plus
     | MINUS term                   -> minus
     | PLUS? DOTS PLUS? term        -> upto
term: factor (TIMES_OR_OVER factor)*
?factor: REFERENCE                  -> reference
       | CONSTANT                   -> constant
       | "(" expr ")"               -> group
       | MINUS factor               -> negative
       | NAME "(" arg ("," arg)* ")" -> call
?arg: STRING                        -> string
    | chain

COMPARE: /<=|>=|≤|≥|<|>|=/
PLUS: /[+＋]/
MINUS: /[-\u2212\u2010\u2011\u2013\u2014\ufe63\uff0d]/
TIMES_OR_OVER: /[*×\/:÷]/
DOTS: /\.(?:\s*\.)+|…(?:\s*[.…])*|\.+…/
REFERENCE.2: /100\s*%|\d+(?:\.\d+)*(?:[a-zđ](?![a-zđ_])|[A-ZĐ]+)?|[A-ZĐ][A-ZĐ0-9]*(?:\.[A-Z0-9]+)*[a-z]?(?![a-z_])/
CONSTANT: /#\s*\d+(?:\.\d+)?/
NAME: /[a-z][a-z_]*/
STRING: /"[^"\n]*"|'[^'\n]*'|“[^”\n]*”/
SPACE: /[\s\u200b\u2060\ufeff]+/
%ignore SPACE
"""

_NAMES = {
    "COMPARE": "=",
    "PLUS": "+",
    "MINUS": "-",
    "DOTS": "...",
    "TIMES_OR_OVER": "*",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "REFERENCE": "3",
    "CONSTANT": "#100",
    "NAME": "sum(",
    "STRING": '"',
    "$END": "∅",
}


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=False)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset into a text."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def _refuse_too_much(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > BYTES_MAX:
        raise RelationError("relation.too_long", text=text[:80], line=1, column=1, size=size, limit=BYTES_MAX)
    depth = 0
    for offset, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth > DEPTH_MAX:
            line, column = place(text, offset)
            raise RelationError("relation.too_deep", text=text[:80], line=line, column=column, limit=DEPTH_MAX)


def parse(text: str) -> ParseTree:
    """The parse tree of a relation (or of a condition).

    Raises RelationError `relation.syntax`, `relation.too_long`, `relation.too_deep` with line and column.
    """
    _refuse_too_much(text)
    try:
        return _parser().parse(text)
    except UnexpectedCharacters as error:
        found, line, column, expected = error.char, error.line, error.column, error.allowed
    except UnexpectedToken as error:
        expected = error.accepts or error.expected
        found = str(error.token)
        line, column = error.line, error.column
        if error.token.type == "$END":
            found = "∅"
            line, column = place(text, len(text.rstrip()))
    except UnexpectedEOF as error:
        (line, column), found, expected = place(text, len(text.rstrip())), "∅", set(error.expected)
    names = sorted(_NAMES[name] for name in expected or () if name in _NAMES)
    raise RelationError(
        "relation.syntax", text=text[:80], line=line, column=column, found=found[:40], expected=" ".join(names)
    )
