from django.db import models


class Message(models.Model):
    """One message of the baseline."""

    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "baseline"

    def __str__(self) -> str:
        return self.text
