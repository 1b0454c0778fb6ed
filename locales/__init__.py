"""Texts in the reader's language: gettext catalogues and the small package that loads and formats them."""
