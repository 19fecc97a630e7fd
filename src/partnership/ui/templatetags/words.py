"""The filters of `{% load words %}`: ui.wording, for templates."""

from django import template

from partnership.ui import wording

register = template.Library()
register.filter("plain_number", wording.plain_number)
register.filter("day", wording.day, expects_localtime=True)
register.filter("moment", wording.moment, expects_localtime=True)
register.filter("p_words", wording.p_words)
