"""`{% load prose %}`: typed text with its paragraphs, lists and emphasis, safe to stand in a page."""

from django import template
from django.utils.safestring import SafeString

from partnership.ui import prose as typed

register = template.Library()


@register.filter
def prose(text: str | None, top: int = typed.TOP) -> SafeString:
    """The text as HTML; nothing for nothing. top: the level of its highest headings, 4 unless told."""
    return typed.as_html(typed.blocks(text or ""), top=int(top))
