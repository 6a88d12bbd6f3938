"""Data blocks: the tables of live figures that stand in a plan's chapters, bilingual and fit to be published."""

from socialplan.content.blocks.pictures import chart_of
from socialplan.content.blocks.registry import (
    block_tables,
    figures_of,
    made_anew,
    placed_kinds,
    printed_tables,
    shown_kinds,
)

__all__ = ["block_tables", "chart_of", "figures_of", "made_anew", "placed_kinds", "printed_tables", "shown_kinds"]
