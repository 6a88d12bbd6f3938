"""Word-processor files: real styles, a language, headers and footers, tables with repeated heads, and HTML as text."""

from socialplan.documents.word.file import WordFile
from socialplan.documents.word.markup import write_markup
from socialplan.documents.word.tables import write_facts, write_printed

__all__ = ["WordFile", "write_facts", "write_markup", "write_printed"]
