"""`{% load fields %}`: one form field's control in the design system's markup."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

CLASS_OF_WIDGET = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "clearablefile": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's input, with its class and the ids of the hint and error that describe it."""
    kind = field.widget_type
    base = CLASS_OF_WIDGET.get(kind, "govuk-input")
    own = field.field.widget.attrs.get("class", "")
    error = f"{base.split()[0]}--error" if field.errors else ""
    attrs = {"class": " ".join(filter(None, (base, own, error)))}
    if ids := described_by(field):
        attrs["aria-describedby"] = ids
    if kind == "password":
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    return field.as_widget(attrs=attrs)


@register.filter
def described_by(field: BoundField) -> str:
    """Ids of the field's hint and error message, as `ui/field.html` writes them; empty with neither."""
    hint = f"{field.auto_id}-hint" if field.help_text else ""
    error = f"{field.auto_id}-error" if field.errors else ""
    return " ".join(filter(None, (hint, error)))


@register.filter
def first_control_id(field: BoundField) -> str:
    """Id that a link in the error summary leads to: the field's input, or its first choice."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
