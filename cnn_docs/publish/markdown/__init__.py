"""Extensions of Python-Markdown: formulas, and the glossary in tooltips."""
