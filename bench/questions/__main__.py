"""``python -m bench.questions [SEED]``: writes the sets of questions anew and counts them by kind."""

import json
import sys

from rich.console import Console

from bench.questions.make import Question, by_kind, questions
from bench.questions.pack import HERE, Pack

SETS = {
    "tuning": ("binhduong", "T", "tuning"),
    "spoken": ("binhduong", "U", "untouched"),
    "offices": ("binhduong", "S", "second"),
    "leaders": ("binhduong", "W", "fourth"),
    "chains": ("binhduong", "X", "fifth"),
    "untouched": ("binhduong", "V", "third"),
    "demo": ("demo", "D", "demo"),
}
"""Set and its bank -> pack, first letter of the ids, the name by which places, times and slips were first drawn."""
SEED = 1


def made(name: str, seed: int = SEED) -> list[Question]:
    """Return the questions of a set."""
    pack, letter, drawn_as = SETS[name]
    return questions(Pack(pack, letters=pack != "demo"), name, letter=letter, seed=seed, drawn_as=drawn_as)


def written(found: list[Question]) -> str:
    """Return questions as their file holds them, one object a line."""
    return "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in found)


def main(seed: int) -> None:
    """Write each set; a seed other than 1 draws other places, times and slips for the same phrases."""
    for name in SETS:
        found = made(name, seed)
        (HERE / f"{name}.jsonl").write_text(written(found), encoding="utf-8")
        Console().print(name, len(found), dict(by_kind(found)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
