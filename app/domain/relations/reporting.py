"""From verdicts to findings and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.addresses import REASON
from app.domain.forms.definition import FormDefinition
from app.domain.relations.arithmetic import DIGITS_MAX, MISSING, Special, Value, half_up, spelled
from app.domain.relations.cells import column_name
from app.domain.relations.filling import Offer, agreed
from app.domain.relations.findings import Finding, Note
from app.domain.relations.grid import Block
from app.domain.relations.judging import Verdict, as_zero
from app.domain.relations.outer import Outside
from app.domain.relations.plan import Plan
from app.domain.relations.steps import Judged
from app.domain.relations.tree import At, Axis, Node, Outer, Product, Ref, Severity, Total, Where, children_of, operands
from app.domain.relations.wording import Sides
from app.errors import CellError

_SHOWN_DECIMALS = 6
_NOT_FOUND = {
    Where.PREVIOUS: "relation.no_previous",
    Where.PRECEDING: "relation.no_preceding",
    Where.LAST_YEAR: "relation.no_last_year",
    Where.FORM: "relation.no_form",
    Where.CHILDREN: "relation.no_children",
}


def cells_of(link: Judged, blocks: Sequence[Block], index: int) -> tuple[str, ...]:
    """The cells of this report a link reads at a row: the left one, then the operands in printed order."""
    block = blocks[link.block]
    found: dict[str, None] = {}
    for leaf in (*operands(link.link.left), *operands(link.link.right)):
        found.update(dict.fromkeys(_addresses(leaf, link, block, index)))
    return tuple(found)


def _addresses(leaf: Node, link: Judged, block: Block, index: int) -> Iterator[str]:
    if isinstance(leaf, Ref) and link.axis is Axis.COLUMNS:
        yield block.address(block.plan.positions[leaf.key], index)
    elif isinstance(leaf, Ref):
        yield block.address(index, block.layout.slots[leaf.key])
    elif isinstance(leaf, Total):
        position = block.plan.positions[leaf.key]
        yield from (block.address(position, slot) for slot in range(block.layout.entries))
    elif isinstance(leaf, At):
        yield leaf.address


def findings_of(
    plan: Plan,
    blocks: Sequence[Block],
    verdicts: Sequence[Mapping[int, Verdict]],
    problems: Mapping[str, CellError],
    content: Mapping[str, str],
    *,
    complete: bool,
) -> list[Finding]:
    """Every finding: cells, figures that came out wrong, relations, missing sections."""
    found = [_of_cell(address, error) for address, error in problems.items()]
    found += _out_of_range(blocks)
    # Why at need: central judges reports in which nearly always nothing is found.
    order: dict[int, dict[str, int]] = {}
    relations = []
    for link in plan.judged:
        block = blocks[link.block]
        for index, verdict in verdicts[link.number].items():
            finding = _of_link(plan.form, link, blocks, index, verdict, content, complete=complete)
            if finding is not None:
                if block.number not in order:
                    order[block.number] = _display_order(block)
                row = order[block.number].get(finding.row, 0)
                relations.append(((block.plan.number, link.order[0], row, index, link.order[1], block.number), finding))
    found += [finding for _, finding in sorted(relations, key=lambda pair: pair[0])]
    if complete:
        found += [
            Finding(
                code="section.missing",
                severity=Severity.ERROR,
                table="@text",
                row=section.key,
                column=f"@text/{section.key}/body",
                cells=(f"@text/{section.key}/body",),
                params={"title": section.title},
            )
            for section in plan.form.sections
            if section.required and not content.get(f"@text/{section.key}/body")
        ]
    return found


def disagreements(disputed: Mapping[str, Sequence[Offer]]) -> Iterator[Finding]:
    """A warning for every blank cell of which other reports say different things: nothing is filled in."""
    for address, offers in disputed.items():
        one = offers[0]
        other = next(offer for offer in offers if agreed((one, offer)) is None)
        table, row, _ = address.split("/")
        yield Finding(
            code="indicator.disagree",
            severity=Severity.WARNING,
            table=table,
            row=row,
            column=address,
            cells=(address,),
            params={
                "one": one.origin.cited,
                "left": one.value,
                "other": other.origin.cited,
                "right": other.value,
            },
        )


def _display_order(block: Block) -> dict[str, int]:
    return {row.key: place for place, row in enumerate(block.layout.display)}


def _of_cell(address: str, error: CellError) -> Finding:
    parts = address.split("/")
    return Finding(
        code=error.code,
        severity=Severity.ERROR,
        table=parts[0],
        row=parts[1] if len(parts) == 3 else "",
        column=address,
        cells=(address,),
        params={"address": address, **{name: str(value) for name, value in error.params.items()}},
    )


def _out_of_range(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Calculated figures that their own column does not admit."""
    too_long = 10 ** (DIGITS_MAX - 1)
    for block in blocks:
        for position, column in enumerate(block.plan.columns):
            figures = block.figures[position]
            if not figures or (max(figures) < too_long and min(figures) >= (-too_long if column.signed else 0)):
                continue
            for slot, figure in enumerate(figures):
                if block.calculated[position][slot] and (abs(figure) >= too_long or (figure < 0 and not column.signed)):
                    address = block.address(position, slot)
                    yield Finding(
                        code="value.range",
                        severity=Severity.ERROR,
                        table=block.plan.table.key,
                        row=block.row_name(slot),
                        column=address,
                        cells=(address,),
                        params={
                            "address": address,
                            "text": spelled(figure, block.decimals[position]),
                            "column": column_name(column),
                        },
                    )


def _of_link(
    form: FormDefinition,
    link: Judged,
    blocks: Sequence[Block],
    index: int,
    verdict: Verdict,
    content: Mapping[str, str],
    *,
    complete: bool,
) -> Finding | None:
    broken = verdict is Verdict.BROKEN or (complete and verdict is Verdict.LACKING_BROKEN)
    lacking = not complete and verdict in (Verdict.LACKING, Verdict.LACKING_BROKEN)
    if not broken and not lacking and verdict is not Verdict.UNKNOWN:
        return None
    block = blocks[link.block]
    cells = cells_of(link, blocks, index)
    column = next(iter(_addresses(_first(link.link.left), link, block, index)), "")
    row = (column or (cells or ("//",))[0]).split("/")[1] or _row_name(link, block, index)
    relation = link.relation
    spot = row
    if link.axis is Axis.ROWS:
        spot = block.plan.columns[index].key + ("." + block.line if block.line else "")
    key = f"{relation.id}/{spot}"
    code = "relation.unequal" if link.sign == "=" else "relation.order"
    if not broken:
        code = "relation.not_known" if verdict is Verdict.UNKNOWN else "relation.incomplete"
    return Finding(
        code=code,
        severity=relation.severity if broken else Severity.INCOMPLETE,
        relation=relation.printed,
        table=block.plan.table.key,
        row=row,
        column=column,
        cells=cells,
        params=_params(link, block, index, row, content),
        key=key,
        reason=content.get(f"{REASON}/{key}", ""),
        own_words=relation.message if broken else "",
        sides=Sides(form=form, table=block.plan.table, axis=link.axis, link=link.link) if broken else None,
    )


def _row_name(link: Judged, block: Block, index: int) -> str:
    """The row a link without cells of this report stands for; between rows the first one it names."""
    if link.axis is Axis.COLUMNS:
        return block.row_name(index)
    leaves = [leaf for member in link.relation.chain.members for leaf in operands(member)]
    here = [leaf.key for leaf in leaves if isinstance(leaf, Ref)]
    elsewhere = [leaf.key for leaf in leaves if isinstance(leaf, Outer)]
    named = next(iter((*here, *elsewhere)), "")
    return f"{named}.{block.line}" if named and block.line else named


def _first(node: Node) -> Node:
    leaves = operands(node)
    return leaves[0] if leaves else node


def _params(link: Judged, block: Block, index: int, row: str, content: Mapping[str, str]) -> dict[str, str]:
    left, right = link.left(block, index), link.right(block, index)
    decimals = block.decimals[index] if link.axis is Axis.ROWS else link.decimals
    params = {
        "printed": link.relation.printed,
        "left": _shown(left, decimals),
        "right": _shown(right, decimals if link.sign == "=" else None),
        "where": _where(link, block, index, row, content),
    }
    if link.sign == "=" and not isinstance(left, Special) and not isinstance(right, Special):
        places = _SHOWN_DECIMALS if decimals is None else decimals
        params["difference"] = spelled(half_up(left, places) - half_up(right, places), places)
    else:
        params["difference"] = _difference(left, right)
    return params


def _difference(left: Value, right: Value) -> str:
    return spelled(half_up(as_zero(left), _SHOWN_DECIMALS) - half_up(as_zero(right), _SHOWN_DECIMALS), _SHOWN_DECIMALS)


def _shown(value: Value, decimals: int | None) -> str:
    if isinstance(value, Special):
        return "..." if value is Special.UNKNOWN else ""
    places = _SHOWN_DECIMALS if decimals is None else decimals
    return spelled(half_up(value, places), places)


def _where(link: Judged, block: Block, index: int, row: str, content: Mapping[str, str]) -> str:
    """The row (rows axis: the column) in words, where the form has them."""
    if link.axis is Axis.ROWS:
        column = block.plan.columns[index]
        return column_name(column)
    base = row.removesuffix("." + block.line) if block.line else row
    typed = content.get(f"{block.plan.table.key}/{base}/{block.plan.label_column}", "")
    title = typed or _title_of(block, base)
    if base == row:
        return title or row
    return " · ".join(part for part in (title, _title_of(block, row)) if part) or row


def _title_of(block: Block, row: str) -> str:
    shown = block.layout.shown.get(row)
    return shown.label if shown is not None else ""


def notes_of(
    plan: Plan,
    blocks: Sequence[Block],
    verdicts: Sequence[Mapping[int, Verdict]],
    outside: Outside,
    over_zero: Iterable[tuple[int, int, int]],
) -> list[Note]:
    """What was not judged for want of another report or cell, and what was over zero."""
    notes: list[Note] = []
    said: set[tuple[str, str, str]] = set()
    for link in plan.judged:
        if Verdict.MISSING not in verdicts[link.number].values():
            continue
        for code, params in _missing(link, outside, blocks):
            if (code, link.relation.id, params.get("form", "")) not in said:
                said.add((code, link.relation.id, params.get("form", "")))
                table = blocks[link.block].plan.table.key
                notes.append(Note(code=code, relation=link.relation.printed, table=table, params=params))
    relations = {relation.id: relation for table in plan.form.tables for relation in table.relations}
    for number, position, slot in sorted(over_zero):
        block = blocks[number]
        steps = [step for step in plan.fills[number, position] if slot in block.slots_of(step.rows)]
        printed = relations[steps[0].relation].printed if steps and steps[0].relation in relations else ""
        notes.append(_over_zero(block, printed, (block.address(position, slot),)))
    notes += _checks_over_zero(plan, blocks)
    return notes


def _missing(link: Judged, outside: Outside, blocks: Sequence[Block]) -> Iterator[tuple[str, dict[str, str]]]:
    when = link.relation.when.members if link.relation.when else ()
    for side in (link.link.left, link.link.right, *when):
        for leaf in operands(side):
            if isinstance(leaf, Outer) and outside.is_missing(leaf):
                yield _NOT_FOUND[leaf.where], {"printed": link.relation.printed, "form": leaf.code}
            elif isinstance(leaf, Outer) and outside.is_other_edition(leaf):
                yield "relation.other_edition", {"printed": link.relation.printed, "form": leaf.code}
            elif isinstance(leaf, At) and blocks[link.block].at(leaf.address) is MISSING:
                yield "relation.no_cell", {"printed": link.relation.printed, "form": leaf.address}


def _checks_over_zero(plan: Plan, blocks: Sequence[Block]) -> Iterator[Note]:
    for link in plan.judged:
        if not (_divides(link.link.left) or _divides(link.link.right)):
            continue
        block = blocks[link.block]
        indexes = sorted(link.columns) if link.axis is Axis.ROWS else list(block.slots_of(link.rows))
        for index in indexes:
            block.over_zero = False
            link.left(block, index)
            link.right(block, index)
            if block.over_zero:
                yield _over_zero(block, link.relation.printed, cells_of(link, blocks, index))


def _divides(node: Node) -> bool:
    if isinstance(node, Product) and any(factor.divides for factor in node.factors):
        return True
    return any(_divides(child) for child in children_of(node))


def _over_zero(block: Block, printed: str, cells: tuple[str, ...]) -> Note:
    params = {"printed": printed, "address": cells[0] if cells else ""}
    return Note(code="relation.over_zero", relation=printed, table=block.plan.table.key, cells=cells, params=params)
