"""Word-processor files: real styles, a language, headers and footers, tables with repeated heads, and HTML as text."""

from socialplan.publishing.documents.word.file import WordFile
from socialplan.publishing.documents.word.markup import write_markup
from socialplan.publishing.documents.word.tables import write_facts, write_printed

__all__ = ["WordFile", "write_facts", "write_markup", "write_printed"]
