"""Questions that are answered on a plate of the atlas.

The author names regions of the plate; the public half holds a point in each of them instead, so
that nothing a trainee is given names a structure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from midback.items.problems import Fault
from midback.items.types.fields import (
    Pairs,
    Parameters,
    Points,
    Texts,
    Word,
    one_for_each,
    refuse,
    strangers,
    words,
)
from midback.items.types.matching import faults_of_pairs, too_few_options
from midback.items.types.question import Item, Question, ShortQuestion


class PlateQuestion(ShortQuestion):
    """A question on the plate called ``plate``, drawn with ``parameters`` and without labels."""

    plate: Word
    parameters: Parameters = Field(default={}, validate_default=True)


class OnPlate(PlateQuestion, Item):
    """The author's copy: each marker's word with the id of its region on the plate."""

    regions: Annotated[Pairs, Field(min_length=3, max_length=12)]

    @field_validator("regions")
    @classmethod
    def _markers_tell_nothing(cls, regions: Mapping[str, str]) -> Mapping[str, str]:
        faults = [
            Fault(
                f"“{word}” tells what it marks, and trainees can read it.",
                "Call the markers one, two, three or a, b, c.",
            )
            for word, region in regions.items()
            if set(word.split("-")) & {part for id in regions.values() for part in id.split("-")}
        ]
        named = list(regions.values())
        faults += [
            Fault(f"marks “{region}” twice.", "Give every marker a region of its own.")
            for region in dict.fromkeys(named)
            if named.count(region) > 1
        ]
        refuse(faults)
        return regions

    @property
    def markers(self) -> Mapping[str, tuple[float, float]]:
        """A point inside each region, and in no other region that is marked.

        Raises:
            PlateError: the plate or a region is not there, or a region has no such point.
        """
        from midback.items.plates import marker_points

        return marker_points(self.plate, self.parameters, self.regions)

    def public_fields(self) -> dict[str, Any]:
        """The public fields, with a point in place of each region's name."""
        return {**super().public_fields(), "markers": dict(self.markers)}


class HotspotQuestion(PlateQuestion):
    """One of the ``markers``, or any point of the plate, is to be chosen."""

    type: Literal["hotspot"]
    markers: Annotated[Points, Field(min_length=3, max_length=12)]


class Hotspot(OnPlate):
    """``key`` is the marker whose region is asked for; ``rationale`` has a reason for each."""

    question_class: ClassVar[type[Question]] = HotspotQuestion

    type: Literal["hotspot"]
    key: Word
    rationale: Texts

    @field_validator("key")
    @classmethod
    def _key_is_a_marker(cls, key: str, info: ValidationInfo) -> str:
        refuse(strangers([key], words(info, "regions"), "marker"))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "regions"), "marker")


class LabellingQuestion(PlateQuestion):
    """Each of the ``markers`` is to be given an option of its own."""

    type: Literal["labelling"]
    markers: Annotated[Points, Field(min_length=3, max_length=12)]
    options: Annotated[Texts, Field(min_length=3, max_length=20)]


class Labelling(OnPlate):
    """``key`` names an option for every marker, each at most once; ``rationale`` says why."""

    question_class: ClassVar[type[Question]] = LabellingQuestion

    type: Literal["labelling"]
    options: Annotated[Texts, Field(min_length=3, max_length=20)]
    key: Pairs
    rationale: Texts

    @field_validator("options")
    @classmethod
    def _enough(cls, options: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
        refuse(too_few_options(options, info, "regions", "markers"))
        return options

    @field_validator("key")
    @classmethod
    def _key_for_each(cls, key: Mapping[str, str], info: ValidationInfo) -> Any:
        refuse(faults_of_pairs(key, info, "regions", "marker", once=True))
        return key

    @field_validator("rationale")
    @classmethod
    def _rationale_for_each(cls, given: Mapping[str, str], info: ValidationInfo) -> Any:
        return one_for_each(given, words(info, "regions"), "marker")
