"""A map of tiles as SVG made on the server: one tile a place, its figure written in it, its shade by share.

No border and no geodata: the tiles stand in the order of the places, three in a row, on a telephone two. The table
beside the map says the same in words, so nothing rests on the shade alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.printing import narrow
from core.printing.laid_out import Captioned

ACROSS, TILE_WIDTH, TILE_HEIGHT, SPACE = 3, 200, 84, 8
SHADES = ("#ffffff", "#dbe9ef", "#a9cbd9", "#5f9db6", "#0b4f6c")
EDGE, MOST_SIGNS, NARROW_ACROSS = 12, 22, 2
INK, PAPER = "#1c2226", "#ffffff"


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: what is written in it, and how dark it is, 0–100; None where there is no figure."""

    label: str
    figure: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class TileLine:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class PlacedTile:
    tile: Tile
    x: int
    y: int
    lines: tuple[TileLine, ...]
    figure_y: int

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
        return self.x + EDGE


@dataclass(frozen=True, slots=True)
class TileMap(Captioned):
    title: str
    unit: str
    #: What the shade says, for the sentence under the title.
    shade: str
    tiles: tuple[Tile, ...]
    most_across: int = ACROSS

    class_name = "drawn-wide"
    size = 16
    tile_width = TILE_WIDTH

    @property
    def narrow(self) -> TileMap:
        """The same for a telephone."""
        return _NarrowTileMap(self.title, self.unit, self.shade, self.tiles, NARROW_ACROSS)

    @property
    def across(self) -> int:
        return min(self.most_across, max(len(self.tiles), 1))

    @property
    def width(self) -> int:
        return self.across * (self.tile_width + SPACE)

    @property
    def height(self) -> int:
        return -(-len(self.tiles) // self.across) * (self.tile_height + SPACE)

    @property
    def tile_height(self) -> int:
        return TILE_HEIGHT

    def lines_of(self, tile: Tile) -> list[str]:
        return [tile.label if len(tile.label) <= MOST_SIGNS else f"{tile.label[: MOST_SIGNS - 1]}…"]

    @property
    def placed(self) -> list[PlacedTile]:
        return [self._placed(number, tile) for number, tile in enumerate(self.tiles)]

    def _placed(self, number: int, tile: Tile) -> PlacedTile:
        x = number % self.across * (self.tile_width + SPACE) + SPACE // 2
        y = number // self.across * (self.tile_height + SPACE) + SPACE // 2
        lines = (TileLine(line, y + 30 + at * narrow.LINE) for at, line in enumerate(self.lines_of(tile)))
        return PlacedTile(tile, x, y, tuple(lines), y + self.tile_height - 24)

    @property
    def description(self) -> str:
        return "; ".join(f"{tile.label}: {tile.figure}" for tile in self.tiles)


class _NarrowTileMap(TileMap):
    """Two in a row, a long name in several lines, all as high as the longest needs."""

    __slots__ = ()
    class_name = narrow.CLASS_NAME
    size = narrow.SIZE
    tile_width = narrow.WIDTH // NARROW_ACROSS - SPACE

    @property
    def width(self) -> int:
        return narrow.WIDTH

    @property
    def tile_height(self) -> int:
        most = max((len(self.lines_of(tile)) for tile in self.tiles), default=1)
        return TILE_HEIGHT + (most - 1) * narrow.LINE

    def lines_of(self, tile: Tile) -> list[str]:
        return narrow.in_lines(tile.label, self.tile_width - 2 * EDGE)


def tile_map(title: str, unit: str, tiles: Sequence[Tile], *, shade: str, across: int = ACROSS) -> TileMap:
    return TileMap(title, unit, shade, tuple(tiles), across)
