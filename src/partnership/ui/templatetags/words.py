"""The filters of `{% load words %}`: ui.wording and ui.alphabets, for templates."""

from django import template

from partnership.ui import alphabets, wording

register = template.Library()
register.filter("plain_number", wording.plain_number)
register.filter("day", wording.day, expects_localtime=True)
register.filter("moment", wording.moment, expects_localtime=True)
register.filter("p_words", wording.p_words)
register.filter("mixed_words", alphabets.mixed_words)
