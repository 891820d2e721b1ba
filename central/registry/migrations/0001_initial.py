"""Units, people, devices, codes and forms."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("public_key", models.CharField(max_length=64)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("enrolled_at", models.BigIntegerField()),
                ("revoked_at", models.BigIntegerField(null=True)),
                ("epoch", models.CharField(blank=True, max_length=16)),
                ("returned", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("code", models.CharField(db_index=True, max_length=60)),
                ("edition", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=400)),
                ("package", models.BinaryField()),
                ("loaded_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=16)),
                ("active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("level", models.CharField(max_length=16)),
                ("province", models.CharField(db_index=True, max_length=24)),
                ("parent", models.CharField(blank=True, max_length=24)),
                ("code", models.CharField(db_index=True, max_length=5)),
                ("name", models.CharField(max_length=200)),
                ("ended", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="EnrolmentCode",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("expires_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="registry.device",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="registry.person"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="device",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="devices", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="registry.unit"
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="devices", to="registry.unit"
            ),
        ),
        migrations.CreateModel(
            name="UnitVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=5)),
                ("type", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=200)),
                ("parent", models.CharField(blank=True, max_length=24)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="registry.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lineage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("on", models.DateField()),
                ("is_split", models.BooleanField()),
                ("is_main", models.BooleanField()),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="predecessors", to="registry.unit"
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="successors", to="registry.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("old", "new"), name="lineage_once")],
            },
        ),
    ]
