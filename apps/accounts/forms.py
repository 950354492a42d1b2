"""The forms of the pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions import register_user
from apps.accounts.models import User
from apps.accounts.problems import NameTaken
from apps.accounts.serializers import RegisterInput
from apps.accounts.validators import MAX_PASSWORD
from apps.core.problems import Invalid, field_errors


class SignupForm(forms.Form):
    """Makes an account with the same rules as `POST /auth/register`."""

    username = forms.CharField(
        label=_("Username"),
        max_length=32,
        help_text=_("2 to 32 letters, digits, dots, dashes or underscores."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    display_name = forms.CharField(
        label=_("Your name"),
        max_length=64,
        required=False,
        help_text=_("As others see it. Optional."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=MAX_PASSWORD,
        strip=False,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    user: User

    def clean_username(self) -> str:
        value = self.cleaned_data["username"]
        checked = RegisterInput(data={"username": value})
        checked.is_valid()
        if "username" in checked.errors:
            raise forms.ValidationError(_("2 to 32 letters, digits, dots, dashes or underscores."), code="invalid")
        return value

    def save(self, language: str | None, *, invited: bool = False) -> bool:
        """Register; return False, with the reasons on the fields, where that is refused."""
        try:
            self.user = register_user(language=language, invited=invited, **self.cleaned_data)
        except NameTaken as problem:
            self.add_error("username", str(problem))
            return False
        except Invalid as problem:
            for error in problem.errors or field_errors([str(problem)]):
                self.add_error(self._field_of(error), error["detail"])
            return False
        return True

    def _field_of(self, error: dict[str, Any]) -> str | None:
        name = error["pointer"].strip("/")
        return name if name in self.fields else None


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        help_text=_("The six digits of your app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )


class FirstCodeForm(CodeForm):
    """The code by which a new app shows that it has the seed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = ""
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasswordForm(forms.Form):
    """One's own password again."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
