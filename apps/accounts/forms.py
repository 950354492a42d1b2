"""The forms of the pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions import register_user
from apps.accounts.models import User
from apps.accounts.problems import NameTaken
from apps.accounts.serializers import RegisterInput
from apps.accounts.validators import MAX_PASSWORD
from apps.core.problems import Invalid, Problem, field_errors


def _new_password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MAX_PASSWORD,
        strip=False,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ActionForm(forms.Form):
    """A form whose action may refuse: what it says stands at the fields."""

    def refuse(self, problem: Problem) -> int:
        """Show why; return the status of the page."""
        for error in problem.errors or field_errors([str(problem)]):
            name = error["pointer"].strip("/")
            self.add_error(name if name in self.fields else None, error["detail"])
        return 422 if problem.status == 400 else problem.status


class AccountForm(ActionForm):
    """What everybody says who makes an account."""

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
    password = _new_password(_("Password"))

    def clean_username(self) -> str:
        value = self.cleaned_data["username"]
        checked = RegisterInput(data={"username": value})
        checked.is_valid()
        if "username" in checked.errors:
            raise forms.ValidationError(_("2 to 32 letters, digits, dots, dashes or underscores."), code="invalid")
        return value

    def refuse(self, problem: Problem) -> int:
        if not isinstance(problem, NameTaken):
            return super().refuse(problem)
        self.add_error("username", str(problem))
        return 422


class SignupForm(AccountForm):
    """Makes an account with the same rules as `POST /auth/register`."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    field_order = ("username", "display_name", "email", "password")

    user: User

    def save(self, language: str | None, *, invited: bool = False) -> bool:
        """Register; return False, with the reasons on the fields, where that is refused."""
        try:
            self.user = register_user(language=language, invited=invited, **self.cleaned_data)
        except (NameTaken, Invalid) as problem:
            self.refuse(problem)
            return False
        return True


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


class NewPasswordForm(ActionForm):
    new_password = _new_password(_("New password"))


class ChangePasswordForm(ActionForm):
    old_password = forms.CharField(
        label=_("Current password"),
        max_length=MAX_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = _new_password(_("New password"))


class AddressForm(ActionForm):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
