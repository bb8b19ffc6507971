"""x"""

from songbe.assistant.rules.times.pieces import Rule

FOREIGN: tuple[Rule, ...] = ()
