"""Data blocks: the tables of live figures that stand in a plan's chapters, bilingual and fit to be published."""

from socialplan.blocks.pictures import chart_of
from socialplan.blocks.registry import OF_OWN_ROWS, block_tables, figures_of, placed_kinds, printed_tables

__all__ = ["OF_OWN_ROWS", "block_tables", "chart_of", "figures_of", "placed_kinds", "printed_tables"]
