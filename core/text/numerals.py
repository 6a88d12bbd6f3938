"""Numbers as lists and headings write them: digits, letters, Roman numerals."""

from __future__ import annotations

ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MOST_ROMAN = 3999
MOST_LETTERS = 26 * 50


def letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA, 28 is BB, as word processors count."""
    if not 0 < number <= MOST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    if not 0 < number <= MOST_ROMAN:
        return str(number)
    written = ""
    for value, sign in ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def written_number(number: int, style: str) -> str:
    """`style` is one of 1, 01, a, A, i, I; any other writes digits."""
    if style in {"a", "A"}:
        return letters(number) if style == "A" else letters(number).lower()
    if style in {"i", "I"}:
        return roman(number) if style == "I" else roman(number).lower()
    return f"{number:02}" if style == "01" else str(number)
