"""What can be refused about secrets."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict


class SecretExists(Conflict):
    code, title = "secret.exists", _("You already have a secret of this name.")


class TooManySecrets(Conflict):
    code, title = "secret.too_many", _("You have as many secrets as one person may keep.")
