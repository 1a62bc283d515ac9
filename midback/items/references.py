"""The course's reference list, ``references.bib``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Reference:
    """One entry: its key, a short label such as “Briggs 2009”, its title and its address.

    ``url`` is the DOI's address where there is a DOI, else the entry's own, else empty.
    """

    key: str
    label: str
    title: str
    url: str


class ReferencesError(ValueError):
    """A reference list that cannot be read; the message names the file and the remedy."""


def find_references(path: Path) -> Path | None:
    """The ``references.bib`` that belongs to an item file or folder, or None.

    It lies beside the file, in a folder above it, or in such a folder's ``notebooks/``.
    """
    for folder in [path, *path.absolute().parents]:
        for candidate in (folder / "references.bib", folder / "notebooks" / "references.bib"):
            if candidate.is_file():
                return candidate
    return None


def read_references(path: Path) -> Mapping[str, Reference]:
    """The entries of a BibTeX file by key.

    Raises:
        ReferencesError: the file is damaged, or holds a key twice.
    """
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Mapping[str, Reference]:
    import bibtexparser  # here, because a notebook without references need not wait for it

    library = bibtexparser.parse_file(str(path), encoding="utf-8")
    if library.failed_blocks:
        block = library.failed_blocks[0]
        raise ReferencesError(
            f"{path}:{(block.start_line or 0) + 1}: the entry cannot be read."
            " Compare its braces and commas with the entry above it."
        )
    references = {}
    for entry in library.entries:
        fields = {name.lower(): str(field.value) for name, field in entry.fields_dict.items()}
        families = [name.split(",")[0].strip(" {}") for name in fields["author"].split(" and ")]
        year = fields.get("year", "")
        doi = fields.get("doi", "")
        references[entry.key] = Reference(
            key=entry.key,
            label=f"{_bare(families[0])} {year}".strip(),
            title=_bare(fields.get("title", "")),
            url=f"https://doi.org/{doi}" if doi else fields.get("url", ""),
        )
    return MappingProxyType(references)


def _bare(text: str) -> str:
    """A field's text without BibTeX's braces and escapes."""
    return re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "")


def fact_ids(path: Path) -> tuple[str, ...]:
    """The ids of the facts in a ``facts.yml``: a list of groups of fields that begin with an id.

    Only the lines that begin a fact are looked at, because each item file is checked against
    them and the file is long.
    """
    status = path.stat()
    return _fact_ids(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _fact_ids(path: Path, _changed: int, _size: int) -> tuple[str, ...]:
    text = path.read_text(encoding="utf-8")
    return tuple(re.findall(r"^- id: *[\"']?([^\s\"'#]+)", text, re.MULTILINE))
