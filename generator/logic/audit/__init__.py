"""Are the rules sound together? `check` runs the stages; each other module holds what one of them looks at."""

from generator.logic.audit.stages import Checked, audit, check

__all__ = ["Checked", "audit", "check"]
