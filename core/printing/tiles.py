"""A map of tiles as SVG made on the server: one tile a place, its figure written in it, its shade by share.

No border and no geodata: the tiles stand in the order of the places, three in a row. The table beside the map says the
same in words, so nothing rests on the shade alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ACROSS, TILE_WIDTH, TILE_HEIGHT, SPACE = 3, 200, 84, 8
SHADES = ("#ffffff", "#dbe9ef", "#a9cbd9", "#5f9db6", "#0b4f6c")
INK, PAPER = "#1c2226", "#ffffff"


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: what is written in it, and how dark it is, 0–100; None where there is no figure."""

    label: str
    figure: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class PlacedTile:
    tile: Tile
    x: int
    y: int

    @property
    def _step(self) -> int:
        percent = self.tile.percent
        return 0 if not percent else 1 + min(percent, 99) * (len(SHADES) - 1) // 100

    @property
    def colour(self) -> str:
        return SHADES[self._step]

    @property
    def ink(self) -> str:
        return PAPER if self._step >= 4 else INK

    @property
    def dashes(self) -> str:
        """A dotted outline says that there is no figure."""
        return "4 3" if self.tile.percent is None else "none"

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def label_y(self) -> int:
        return self.y + 30

    @property
    def figure_y(self) -> int:
        return self.y + 60


@dataclass(frozen=True, slots=True)
class TileMap:
    title: str
    unit: str
    tiles: tuple[Tile, ...]
    most_across: int = ACROSS

    @property
    def across(self) -> int:
        return min(self.most_across, max(len(self.tiles), 1))

    @property
    def width(self) -> int:
        return self.across * (TILE_WIDTH + SPACE)

    @property
    def height(self) -> int:
        return -(-len(self.tiles) // self.across) * (TILE_HEIGHT + SPACE)

    @property
    def tile_width(self) -> int:
        return TILE_WIDTH

    @property
    def tile_height(self) -> int:
        return TILE_HEIGHT

    @property
    def placed(self) -> list[PlacedTile]:
        return [
            PlacedTile(
                tile,
                number % self.across * (TILE_WIDTH + SPACE) + SPACE // 2,
                number // self.across * (TILE_HEIGHT + SPACE) + SPACE // 2,
            )
            for number, tile in enumerate(self.tiles)
        ]

    @property
    def description(self) -> str:
        return "; ".join(f"{tile.label}: {tile.figure}" for tile in self.tiles)


def tile_map(title: str, unit: str, tiles: Sequence[Tile], *, across: int = ACROSS) -> TileMap:
    return TileMap(title, unit, tuple(tiles), across)
