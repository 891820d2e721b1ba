"""Form packages that nothing new is written in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [migrations.AddField("form", "closed_at", models.BigIntegerField(null=True))]
