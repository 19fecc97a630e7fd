"""What people type about accounts. Names, addresses and passwords; the rules decide the rest."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password

from partnership.ui.editing import VersionField

from .models import Person
from .passwords import LONGEST_PASSWORD
from .rules import Marking, Role


def _password(label: str, *, is_new: bool, missing: str) -> forms.CharField:
    attributes = {"autocomplete": "new-password" if is_new else "current-password"}
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs=attributes),
        error_messages={"required": missing},
    )


class SignInForm(forms.Form):
    email = forms.CharField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": "Enter your e-mail address"},
    )
    password = _password("Password", is_new=False, missing="Enter your password")


class PasswordForm(forms.Form):
    current = _password("Your password now", is_new=False, missing="Enter the password you have now")
    new = _password("Your new password", is_new=True, missing="Enter a new password")
    again = _password("Your new password again", is_new=True, missing="Enter the new password again")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["new"].help_text = " ".join(password_validators_help_texts()[:2])

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.person.check_password(current):
            raise forms.ValidationError("The password you have now is wrong")
        return current

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if self.person.check_password(new):
            raise forms.ValidationError("Choose a password that differs from the one you have now")
        validate_password(new, self.person)
        return new

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "Type the same new password twice")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        help_text="The six digits that your authenticator app shows, or one of your recovery codes.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": "Enter the code"},
    )


class ConfirmForm(CodeForm):
    password = _password("Password", is_new=False, missing="Enter your password")
    field_order = ("password", "code")


class AccountForm(forms.Form):
    """What an administrator says of a person."""

    name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter a name"})
    agency = forms.CharField(
        label="Agency",
        help_text="For example, the council or the force they work for.",
        max_length=120,
        error_messages={"required": "Enter an agency"},
    )
    role = forms.TypedChoiceField(
        label="Role",
        coerce=Role,
        choices=[(role.value, f"{role.label}. {role.description}") for role in Role],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    clearance = forms.TypedChoiceField(
        label="Cleared for records marked",
        help_text="OFFICIAL-SENSITIVE only for those who need it and have been told how to handle it.",
        coerce=Marking,
        choices=[(Marking.OFFICIAL, "OFFICIAL"), (Marking.OFFICIAL_SENSITIVE, "OFFICIAL and OFFICIAL-SENSITIVE")],
        initial=Marking.OFFICIAL,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a clearance"},
    )
    area_codes = forms.MultipleChoiceField(
        label="Districts",
        help_text="Where the role applies. None for a partner, an auditor or an administrator.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_codes"].choices = settings.TOCSIN_AREAS


class AddPersonForm(AccountForm):
    email = forms.EmailField(
        label="Work e-mail address",
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address in the form name@example.test",
        },
    )
    field_order = ("name", "email", "agency", "role", "clearance", "area_codes")


class EditAccountForm(AccountForm):
    version = VersionField()

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "EditAccountForm":
        told = {"name": person.name, "agency": person.agency.name, "role": person.role, "clearance": person.clearance}
        areas = sorted(person.area_codes)
        return cls(data, initial=told | {"area_codes": areas, "version": person.version})

    def in_words(self, told: dict[str, Any]) -> dict[str, str]:
        """The account as a page shows it where two people edited it at once."""
        names = dict(settings.TOCSIN_AREAS)
        return {
            "name": told["name"],
            "agency": told["agency"],
            "role": Role(told["role"]).label,
            "clearance": str(told["clearance"]),
            "area_codes": ", ".join(names[code] for code in sorted(told["area_codes"])) or "None",
        }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        help_text="Kept in the audit log.",
        max_length=300,
        error_messages={"required": "Enter a reason"},
    )
