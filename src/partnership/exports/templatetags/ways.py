"""`{% load ways %}`: which way a text runs, for what does not know dir="auto"."""

from django import template

from partnership.ui.prose import way

register = template.Library()
register.filter("way", way)
