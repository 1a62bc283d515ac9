"""Item files, from YAML to validated items and back to the public half."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from midback.items.problems import (
    ItemFileError,
    Problem,
    line_of,
    listed,
    nearest,
    problems_of_validation,
)
from midback.items.references import fact_ids, find_references, read_references
from midback.items.types import ITEM_CLASSES, Item, Question, fields_at

FACTS_FILE = "facts.yml"
"""The facts that the course teaches, beside its reference list."""

PUBLIC_HEADER = (
    "# The questions of this assignment, made by nbgrader generate_assignment. Do not edit.\n"
)


def read_items(path: Path | str, *, references: Path | str | None = None) -> Mapping[str, Item]:
    """Read an author's item file: item id to item, in the file's order.

    ``references`` is the ``references.bib`` whose keys the sources must be;
    by default the one that belongs to the file (see ``find_references``).
    A ``facts.yml`` beside it holds the facts that items may name.

    Raises:
        ItemFileError: with every problem of the file at once.
    """
    path = Path(path)
    bibliography = Path(references) if references else find_references(path)
    facts = bibliography.with_name(FACTS_FILE) if bibliography else None
    stamps = tuple(
        (file, file.stat().st_mtime_ns, file.stat().st_size)
        for file in (path, bibliography, facts)
        if file is not None and file.exists()
    )
    return _read_items(path, bibliography, stamps)


@lru_cache(maxsize=64)
def _read_items(path: Path, bibliography: Path | None, _stamps: object) -> Mapping[str, Item]:
    # Without a reference list (a folder taken out of the course) sources cannot be checked.
    lists: dict[str, tuple[Path, Sequence[str]]] = {}
    if bibliography is not None:
        lists["sources"] = (bibliography, tuple(read_references(bibliography)))
        facts = bibliography.with_name(FACTS_FILE)
        if facts.is_file():
            lists["facts"] = (facts, fact_ids(facts))

    def check_names(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        for field, (file, known) in lists.items():
            named = raw.get(field)
            for name in named if isinstance(named, list) else []:
                if name not in known:
                    what = "entry" if field == "sources" else "fact"
                    remedy = nearest(str(name), known)
                    remedy = remedy or f"Add the {what} there, or correct the key."
                    yield field, f"“{name}” is not in {file}.", remedy

    classes: Mapping[str, type[Item]] = ITEM_CLASSES
    items = _read(path, classes, check_names)
    return {item.id: item for item in items if isinstance(item, Item)}


def read_questions(path: Path | str) -> Mapping[str, Question]:
    """Read a public half (``questions.yml``): item id to question, in the file's order.

    Raises:
        ItemFileError: with every problem of the file at once; a key or a rationale is one.
    """
    path = Path(path)
    stamp = (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else None
    return _read_questions(path, stamp)


@lru_cache(maxsize=64)
def _read_questions(path: Path, _stamp: object) -> Mapping[str, Question]:
    classes = {name: item.question_class for name, item in ITEM_CLASSES.items()}
    return {question.id: question for question in _read(path, classes)}


def picture_problems(path: Path | str) -> list[Problem]:
    """What is wrong with the plates and images of an author's file that can be read.

    This draws every plate, so reading alone leaves it out.
    It is empty for a file that cannot be read, whose problems ``read_items`` reports.
    """
    from midback.items.plates import picture_faults

    path = Path(path)
    try:
        items = read_items(path)
        nodes = _nodes(path)
    except ItemFileError:
        return []
    return [
        _RawItem(path, number, node).problem(field, fault.message, fault.remedy)
        for number, (node, item) in enumerate(zip(nodes, items.values(), strict=True), start=1)
        for field, fault in picture_faults(item, path.parent)
    ]


def public_yaml(items: Sequence[Item]) -> str:
    """The public half of the items as the text of a ``questions.yml``.

    Raises:
        PlateError: the points of a question on a plate cannot be found.
    """
    fields = [item.public().model_dump(mode="json", exclude_defaults=True) for item in items]
    return PUBLIC_HEADER + yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=100)


_Check = Callable[[Mapping[str, Any]], Iterator[tuple[str, str, str]]]
"""A further check of an item's raw fields: gives field, message and remedy of each fault."""


def _read(
    path: Path, classes: Mapping[str, type[Question]], check: _Check | None = None
) -> list[Question]:
    problems: list[Problem] = []
    found: list[Question] = []
    first_line: dict[str, int] = {}
    for number, node in enumerate(_nodes(path), start=1):
        item = _RawItem(path, number, node)
        identifier = item.fields.get("id")
        if isinstance(identifier, str):
            first = first_line.setdefault(identifier, item.line)
            if first != item.line:
                message = f"is also the id of the item on line {first}."
                problems.append(item.problem("id", message, "Give one of the two another id."))
        question = item.validated(classes, check)
        if isinstance(question, Question):
            found.append(question)
        else:
            problems += question
    if problems:
        raise ItemFileError(sorted(problems, key=lambda problem: problem.line))
    return found


class _RawItem:
    """One item as it stands in the file: its fields, and the line on which each begins."""

    def __init__(self, path: Path, number: int, node: yaml.Node) -> None:
        self.path = path
        self.line = node.start_mark.line + 1
        self.is_mapping = isinstance(node, yaml.MappingNode)
        self.fields, self.lines, self.twice = _mapping(node)
        identifier = self.fields.get("id")
        self.name = identifier if isinstance(identifier, str) else f"number {number}"

    def problem(self, field: str, message: str, remedy: str) -> Problem:
        line = line_of(field.split("."), self.lines, self.line)
        return Problem(self.path, message, remedy, line, self.name, field)

    def validated(
        self, classes: Mapping[str, type[Question]], check: _Check | None
    ) -> Question | list[Problem]:
        if not self.is_mapping:
            remedy = "Begin it with “- id: …” and indent its fields below."
            return [self.problem("", "is not an item.", remedy)]
        problems = [
            self.problem(field, "stands there twice.", "Keep one of the two.")
            for field in self.twice
        ]
        kind = self.fields.get("type")
        if not isinstance(kind, str) or kind not in classes:
            message = "is missing." if kind is None else f"“{kind}” is not a type of question."
            remedy = f"{nearest(str(kind), list(classes))} Write one of: {listed(classes)}."
            return [*problems, self.problem("type", message, remedy.strip())]
        if check is not None:
            problems += [self.problem(*fault) for fault in check(self.fields)]
        try:
            question = classes[kind].model_validate(self.fields, context=self.fields)
        except ValidationError as error:
            problems += problems_of_validation(
                [dict(detail) for detail in error.errors(include_url=False)],
                file=self.path,
                item=self.name,
                kind=kind,
                fields_of=partial(fields_at, classes[kind]),
                lines=self.lines,
                line=self.line,
            )
        return problems or question


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as a clinician means it: “yes”, “no”, “on” and dates stay text, decimals are exact."""


# YAML 1.1 reads “no” as false and 2024-05-01 as a date; an option called “no” is a word.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp",)
        and not (tag == "tag:yaml.org,2002:bool" and first not in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _decimal(loader: Any, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(str(loader.construct_scalar(node)).replace("_", ""))
    except InvalidOperation:  # .inf and .nan
        return Decimal("NaN")


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def _nodes(path: Path) -> list[yaml.Node]:
    """The nodes of the items of a file, each with the line it begins on."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ItemFileError(
            [Problem(path, f"cannot be read ({error.strerror}).", "Check that the file is there.")]
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ItemFileError(
            [Problem(path, "is not UTF-8 text.", "Save it again with the encoding UTF-8.", line)]
        ) from None
    try:
        root = yaml.compose(text, Loader=_Loader)
        if isinstance(root, yaml.SequenceNode):
            for node in root.value:
                _construct(node)
            return list(root.value)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "the text breaks off"
        raise ItemFileError(
            [
                Problem(
                    path,
                    f"is not YAML: {reason}.",
                    "Look at this line and the one above it: a colon or a quote mark inside a text"
                    " needs the whole text in quotes, and fields of one item are indented alike.",
                    mark.line + 1 if mark else 0,
                )
            ]
        ) from None
    what = "is empty." if root is None else "is not a list of items."
    raise ItemFileError([Problem(path, what, "Begin every item with “- id: …”.")])


def _construct(node: yaml.Node) -> Any:
    loader = _Loader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _mapping(node: yaml.Node) -> tuple[dict[str, Any], dict[str, int], list[str]]:
    """An item's fields, the line of each field and word, and the names that stand twice.

    Lines and names go by dotted path: ``key``, ``options.t4``, ``steps.first.key``.
    """
    if not isinstance(node, yaml.MappingNode):
        return {}, {}, []
    lines: dict[str, int] = {}
    twice: list[str] = []

    def walk(mapping: yaml.MappingNode, path: str) -> None:
        for key, value in mapping.value:
            name = f"{path}{key.value}"
            if name in lines:
                twice.append(name)
            lines[name] = key.start_mark.line + 1
            if isinstance(value, yaml.MappingNode) and name.count(".") < _DEEPEST:
                walk(value, f"{name}.")

    walk(node, "")
    raw = _construct(node)
    return {str(name): value for name, value in raw.items()}, lines, list(dict.fromkeys(twice))


_DEEPEST = 6  # an alias inside itself would be walked for ever
