import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0010_fewer_indexes"), ("commands", "0013_saved_commands")]

    operations = [
        migrations.AddField(
            model_name="schedule",
            name="thread",
            field=models.ForeignKey(
                help_text="the message under which the cards of its runs stand",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="chat.message",
                verbose_name="thread",
            ),
        ),
    ]
