"""Extensions of Python-Markdown: formulas, glossary tooltips, citations, percent signs."""
