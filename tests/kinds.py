"""One made-up item of each newer type, as a YAML file would hold it."""

from __future__ import annotations

from typing import Any

_COMMON: dict[str, Any] = {"objective": "nerves.name-the-level", "sources": ["first2020"]}

PAIRS: dict[str, Any] = {
    **_COMMON,
    "id": "muscles-and-nerves",
    "type": "matching",
    "lead_in": "Match each muscle with its nerve.",
    "premises": {"trapezius": "Trapezius", "rhomboids": "Rhomboids", "serratus": "Serratus"},
    "options": {
        "accessory": "Accessory nerve",
        "dorsal": "Dorsal scapular nerve",
        "long": "Long thoracic nerve",
        "axillary": "Axillary nerve",
    },
    "key": {"trapezius": "accessory", "rhomboids": "dorsal", "serratus": "long"},
    "rationale": {
        "trapezius": "Secret: the eleventh cranial nerve.",
        "rhomboids": "Secret: from C5.",
        "serratus": "Secret: from C5 to C7.",
    },
}
ORDER: dict[str, Any] = {
    **_COMMON,
    "id": "steps-in-order",
    "type": "ordering",
    "lead_in": "Put these steps in order, first step first.",
    "entries": {"ask": "Ask", "examine": "Examine", "scan": "Scan", "treat": "Treat"},
    "key": ["ask", "examine", "scan", "treat"],
    "rationale": {
        "ask": "Secret: the story comes first.",
        "examine": "Secret: signs weigh the story.",
        "scan": "Secret: a scan answers a question.",
        "treat": "Secret: treatment follows a diagnosis.",
    },
}
WORDS: dict[str, Any] = {
    **_COMMON,
    "id": "which-artery",
    "type": "short-text",
    "lead_in": "Which artery feeds the lower cord?",
    "key": ["artery of Adamkiewicz", "Adamkiewicz", "great anterior radiculomedullary artery"],
    "not_accepted": {"radicular artery": "Secret: too general, there are many."},
    "rationale": "Secret: it is the largest feeder.",
}
SCRIPT: dict[str, Any] = {
    **_COMMON,
    "id": "equal-pressures",
    "type": "script-concordance",
    "stem": "A 63-year-old has severe pain between the shoulder blades.",
    "hypothesis": "an aortic dissection",
    "finding": "that both arm pressures are equal",
    "lead_in": "This hypothesis becomes …",
    "panel": "Ten emergency physicians of one school, 2024.",
    "votes": {"much-less": 1, "less": 6, "unchanged": 3, "more": 0, "much-more": 0},
    "rationale": "Secret: equal pressures are common in dissection.",
}
POINT: dict[str, Any] = {
    **_COMMON,
    "id": "find-the-lamina",
    "type": "hotspot",
    "plate": "vertebra-above",
    "parameters": {"level": "T6"},
    "lead_in": "Select the lamina on the right side.",
    "regions": {"one": "lamina-right", "two": "pedicle-left", "three": "spinous-process"},
    "key": "one",
    "rationale": {
        "one": "Secret: it roofs the canal.",
        "two": "Secret: that joins body and arch.",
        "three": "Secret: that points backwards.",
    },
}
LABELS: dict[str, Any] = {
    **_COMMON,
    "id": "name-the-parts",
    "type": "labelling",
    "plate": "vertebra-above",
    "lead_in": "Name each part.",
    "regions": {"a": "vertebral-foramen", "b": "vertebral-body", "c": "spinal-cord"},
    "options": {
        "canal": "Foramen",
        "body": "Body",
        "cord": "Cord",
        "rib": "Rib",
    },
    "key": {"a": "canal", "b": "body", "c": "cord"},
    "rationale": {
        "a": "Secret: the ring round the cord.",
        "b": "Secret: it bears the weight.",
        "c": "Secret: it lies in the ring.",
    },
}
PATIENT: dict[str, Any] = {
    **_COMMON,
    "id": "heavy-legs",
    "type": "case",
    "stem": "A 58-year-old has had mid back pain for three weeks, and her legs feel heavy.",
    "lead_in": "Work through this patient.",
    "steps": {
        "first-questions": {
            "kind": "ask",
            "prompt": "Choose the two questions that matter most now.",
            "choose": 2,
            "options": {"bladder": "Bladder", "cancer": "Cancer", "desk": "Desk", "name": "Name"},
            "results": {"bladder": "She has not passed urine today.", "desk": "She sits all day."},
            "key": ["bladder", "cancer"],
            "neutral": ["name"],
            "cost": {"desk": "Secret: a minute lost."},
            "rationale": {
                "bladder": "Secret: the cord holds the bladder.",
                "cancer": "Secret: metastases press on the cord.",
                "desk": "Secret: it changes nothing now.",
                "name": "Secret: polite, and no clue.",
            },
        },
        "signs": {
            "kind": "examine",
            "prompt": "What do you examine?",
            "options": {"reflexes": "Reflexes", "power": "Power", "thrust": "A thrust"},
            "results": {"reflexes": "Brisk knees.", "power": "Weak hips.", "thrust": "She cries."},
            "key": ["reflexes", "power"],
            "harmful": ["thrust"],
            "rationale": {
                "reflexes": "Secret: brisk means cord.",
                "power": "Secret: weakness is urgent.",
                "thrust": "Secret: never on a sick cord.",
            },
        },
        "next": {
            "kind": "decide",
            "situation": "It is five in the afternoon.",
            "prompt": "What now?",
            "options": {"call": "Call the coordinator", "film": "A film", "week": "Next week"},
            "key": ["call"],
            "cost": {"film": "Secret: half a day lost."},
            "fatal": {"week": "Secret: she never walked again."},
            "weight": 2,
            "rationale": {
                "call": "Secret: one call starts it all.",
                "film": "Secret: a film shows no cord.",
                "week": "Secret: function lost stays lost.",
            },
        },
    },
    "debrief": "Secret: cord signs after cancer are an emergency.",
}
NEWER_TYPES = (PAIRS, ORDER, WORDS, SCRIPT, POINT, LABELS, PATIENT)
