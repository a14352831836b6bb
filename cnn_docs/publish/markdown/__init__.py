"""Extensions of Python-Markdown: formulas, tooltips of the glossary, citations."""
