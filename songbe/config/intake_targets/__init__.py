"""What files can be imported as: the one place where intake meets the warehouse and the indicators."""

from collections.abc import Callable

from songbe.config.intake_targets.facts import fact_target, register_names, register_target
from songbe.config.intake_targets.figures import reported_figures
from songbe.intake.targets import Target, UnknownTarget

FACT_KINDS = {
    "dossiers": "dossier",
    "procedure-states": "procedure_state",
    "reports": "report",
    "payments": "payment",
    "register-changes": "register_change",
    "counters": "counter",
    "public-items": "public_item",
}
"""Name of the target -> kind of facts."""

REGISTER = "register:"
_SHOWN = 8


def target_named(name: str) -> Target:
    """Return what rows of a file become under a name of the command line. Raises UnknownTarget, NoPack."""
    if name.startswith(REGISTER):
        register = register_target(name, name.removeprefix(REGISTER))
        if register is not None:
            return register
    elif name in _OTHERS:
        return _OTHERS[name]()
    elif name in FACT_KINDS:
        return fact_target(name, FACT_KINDS[name])
    raise UnknownTarget(given=name, known=", ".join(target_names()))


def target_names() -> list[str]:
    """Return the names of all targets, the registers in short."""
    registers = register_names()
    shown = [f"{REGISTER}{name}" for name in registers[:_SHOWN]] + (["…"] if len(registers) > _SHOWN else [])
    return [*_OTHERS, *FACT_KINDS, *shown]


_OTHERS: dict[str, Callable[[], Target]] = {"reported-figures": reported_figures}
