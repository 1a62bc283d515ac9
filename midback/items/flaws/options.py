"""Rules about one list of options."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from midback.items.flaws.drafts import Choice, Draft, plain
from midback.items.flaws.numbers import MEASURES, Span, is_number, span
from midback.items.flaws.rule import Sight

_ABOVE = re.compile(
    r"\b(?:all|none|both|neither|any|either)\s+(?:of\s+)?(?:the\s+)?"
    r"(?:above|following|others?|options|answers|choices)\b"
    r"|^(?:all|none|both|neither)\s+of\s+(?:these|them)\b\.?$"
    r"|^(?:both\s+)?[A-E]\s+(?:and|or)\s+[A-E]\b",
    re.I,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|invariably|impossible|undoubtedly|definitely|certainly|without\s+exception"
    r"|under\s+(?:no|any)\s+circumstances|no\s+patients?|every\s+(?:patient|person|case)"
    r"|(?:in\s+)?all\s+(?:patients|people|cases)|completely|entirely|proves|excludes"
    r"|rules\s+out)\b",
    re.I,
)
_LEAST_OPTIONS = {
    "single-best-answer": 3,
    "multiple-response": 4,
    "extended-matching": 4,
    "labelling": 3,
}
_MUCH_LONGER = 1.5
_LONGER_BY = 15
_ARTICLE = re.compile(r"\b(an?)\s*(?:…|\.\.\.|:|_+)?\s*$", re.I)
# Sounds, not letters: “an hour”, “a unit”, “an MRI”, “a T4”.
_VOWEL_SOUND = re.compile(
    r"(?:hour|honest|heir|[aeio]|u(?!n[ij]|s[aeu]|t[ei]|r[ei])|(?:[AEFHILMNORSX](?:[A-Z]|\d|\b)))"
)
_VERB = re.compile(r"^(?:which|what)\b(.*?)\b(is|are|was|were|has|have)\b", re.I)
_NOT_PLURAL = re.compile(r"(?:ss|us|is|itis|osis|ics|ps|eps|pancreas|herpes|diabetes|lens)$", re.I)
_HEAD_ENDS = re.compile(
    r"\b(?:of|in|at|on|for|from|with|without|by|to|between|near|that|which|who|and|or|after|before"
    r"|over|under|beside|behind|during|through|than)\b|[,;:(]",
    re.I,
)
_COMMON_STEM_LENGTH = 6


def all_or_none_of_the_above(draft: Draft) -> Iterator[Sight]:
    """“All of the above” is known from two options, “none of the above” names no answer."""
    for field, options in _lists(draft):
        for word, text in options.items():
            if found := _ABOVE.search(plain(text)):
                yield Sight(
                    f"{field}.{word}",
                    f"“{found[0]}” points at the other options.",
                    "Write one more option of the same kind, or use a multiple-response item.",
                )


def longest_option_is_key(draft: Draft) -> Iterator[Sight]:
    """Authors qualify the right answer, so the longest option is a good guess."""
    for choice in _single(draft):
        right, *others = _lengths(choice)
        if others and right >= _MUCH_LONGER * max(others) and right >= max(others) + _LONGER_BY:
            yield Sight(
                choice.inside("options"),
                f"the right option has {right} letters, and the next longest {max(others)}.",
                "Move the details into the rationale, or give the other options as much detail.",
            )


def options_of_different_kinds(draft: Draft) -> Iterator[Sight]:
    """Options that differ in form are told apart by form."""
    for field, options in _lists(draft):
        texts = [plain(text) for text in options.values() if not _ABOVE.search(plain(text))]
        words = [text for text in texts if text[:1].isalpha() and not is_number(text)]
        for first, second, one, other in (
            ("sentences", "phrases", *_parted(texts, lambda text: text.endswith("."))),
            ("questions", "other options", *_parted(texts, lambda text: text.endswith("?"))),
            ("numbers", "words", *_parted(texts, is_number)),
            (
                "in small letters",
                "with a capital",
                *_parted(words, lambda text: text[0].islower()),
            ),
        ):
            if one and other:
                yield Sight(
                    field,
                    f"some options are {first} (“{one[0]}”) and some {second} (“{other[0]}”).",
                    "Write all options in one form.",
                )
        units = sorted({spanned.unit for spanned in _spans(texts).values()})
        if len(units) > 1 and MEASURES.issuperset(units):
            yield Sight(
                field,
                f"the numbers have different units: {', '.join(units)}.",
                "Give every number the same unit.",
            )


def options_alike(draft: Draft) -> Iterator[Sight]:
    """Two options that say the same cannot both be judged."""
    for field, options in _lists(draft):
        seen: dict[str, str] = {}
        for word, text in options.items():
            same = seen.setdefault(plain(text).casefold().rstrip("."), word)
            if same != word:
                yield Sight(
                    f"{field}.{word}",
                    f"the options “{same}” and “{word}” have the same text.",
                    "Change one of them or take it out.",
                )


def absolute_words(draft: Draft) -> Iterator[Sight]:
    """Little in medicine is always so: an option that says so is known to be wrong."""
    for choice in draft.choices:
        if any(_ABSOLUTE.search(plain(text)) for text in choice.right.values()):
            continue
        for word, text in choice.wrong.items():
            if found := _ABSOLUTE.search(plain(text)):
                yield Sight(
                    choice.inside(f"options.{word}"),
                    f"“{found[0]}” stands in a wrong option and in no right one.",
                    "Say it as carefully as the right option says its claim.",
                )


def repeated_stem_words(draft: Draft) -> Iterator[Sight]:
    """A word of the question that comes back in the right option alone gives it away."""
    for choice in _single(draft):
        asked = _stems(f"{choice.situation} {choice.question}")
        shared = {word: asked.keys() & _stems(text).keys() for word, text in choice.options.items()}
        key = choice.keys[0]
        if shared[key] and not any(shared[word] for word in choice.wrong):
            told = [word for stem, word in asked.items() if stem in shared[key]]
            yield Sight(
                choice.inside(f"options.{key}"),
                f"the question and the right option, and no other, share “{told[0]}”.",
                "Use another word in one of the two, or the same word in a wrong option as well.",
            )


def grammar_clue(draft: Draft) -> Iterator[Sight]:
    """Options should go with the question's article, and with its singular or plural, alike."""
    for choice in draft.choices:
        question = plain(choice.question)
        article = _ARTICLE.search(question)
        if article:
            vowel = article[1].lower() == "an"
            unfit = [
                text
                for text in choice.options.values()
                if bool(_VOWEL_SOUND.match(plain(text))) != vowel
            ]
            if unfit:
                yield Sight(
                    choice.inside("options"),
                    f"the question ends in “{article[1]}”, which does not go with “{unfit[0]}”.",
                    "Ask a whole question, or put the article into every option.",
                )
    for choice in _single(draft):
        verb = _VERB.match(plain(choice.question))
        if not verb:
            continue
        plural = verb[2].lower() in ("are", "were", "have")
        fits = {word: _is_plural(text) == plural for word, text in choice.options.items()}
        key = choice.keys[0]
        if fits[key] and len(fits) > 2 and not any(fits[word] for word in choice.wrong):
            number = "plural" if plural else "singular"
            yield Sight(
                choice.inside("options"),
                f"the question is in the {number} (“{verb[2]}”), and so is the right option alone.",
                "Write all options in the singular or all in the plural.",
            )


def overlapping_numbers(draft: Draft) -> Iterator[Sight]:
    """Where ranges overlap, two options are right or a careful reader can rule one out."""
    for choice in draft.choices:
        spans = _spans([plain(text) for text in choice.options.values()])
        texts = list(spans)
        for position, one in enumerate(texts):
            for other in texts[position + 1 :]:
                first, second = spans[one], spans[other]
                if (first.is_range or second.is_range) and first.overlaps(second):
                    yield Sight(
                        choice.inside("options"),
                        f"“{one}” and “{other}” overlap.",
                        "Let every range begin where the one before has ended.",
                    )


def too_few_options(draft: Draft) -> Iterator[Sight]:
    """With few wrong options a guess pays."""
    least = _LEAST_OPTIONS.get(draft.type, 0)
    number = len(draft.texts("options"))
    if number < least:
        yield Sight(
            "options",
            f"there are {number} options.",
            f"Write at least {least} that a trainee who does not know could believe.",
        )
    for choice in draft.choices:
        if not choice.single and choice.keys and len(choice.wrong) < 2 <= len(choice.options):
            yield Sight(
                choice.inside("options"),
                f"{len(choice.right)} of {len(choice.options)} options are right.",
                "Write at least two that are not.",
            )


def _lists(draft: Draft) -> Iterator[tuple[str, Mapping[str, str]]]:
    if draft.texts("options"):
        yield "options", draft.texts("options")
    for choice in draft.choices:
        if choice.field:
            yield choice.inside("options"), choice.options


def _single(draft: Draft) -> Iterator[Choice]:
    """The lists with one right option, which is among them, and wrong ones."""
    for choice in draft.choices:
        if choice.single and len(choice.right) == 1 and choice.wrong:
            yield choice


def _lengths(choice: Choice) -> list[int]:
    """The length of the right option, then those of the others."""
    return [
        *(len(plain(text)) for text in choice.right.values()),
        *(len(plain(text)) for text in choice.wrong.values()),
    ]


def key_is_longest(choice: Choice) -> bool:
    """Whether the right option is longer than every other."""
    right, *others = _lengths(choice)
    return right > max(others)


def _parted(texts: list[str], belongs: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    return [text for text in texts if belongs(text)], [text for text in texts if not belongs(text)]


def _spans(texts: list[str]) -> dict[str, Span]:
    """The options that are numbers or ranges, if all are."""
    spans = {text: span(text) for text in texts}
    found = {text: one for text, one in spans.items() if one is not None}
    return found if len(found) == len(spans) else {}


def _stems(text: str) -> dict[str, str]:
    """The long words of a text by their first letters: “muscle” and “muscular” are one."""
    words = re.findall(r"[a-zà-ÿ]+", plain(text).lower())
    stems: dict[str, str] = {}
    for word in words:
        if len(word) >= _COMMON_STEM_LENGTH and word[:_COMMON_STEM_LENGTH] not in _EVERYDAY:
            stems.setdefault(word[:_COMMON_STEM_LENGTH], word)
    return stems


def _is_plural(text: str) -> bool:
    head = _HEAD_ENDS.split(plain(text), maxsplit=1)[0].strip(" .")
    return head.endswith("s") and not _NOT_PLURAL.search(head)


# Words of almost every question of this course, which lead nobody to an answer.
_EVERYDAY = {
    word[:_COMMON_STEM_LENGTH]
    for line in (
        "about against another because before behind below beside between during either further",
        "having itself likely little months number people person patient patients rather several",
        "should spinal spine symptom that their there these thoracic through under until usually",
        "vertebra vertebrae weeks where which while without would after again since morning",
        "evening follow following finding findings history examination",
    )
    for word in line.split()
}
