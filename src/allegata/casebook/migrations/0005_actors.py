"""The registry of actors across reports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casebook", "0004_head")]
    operations = [
        migrations.CreateModel(
            name="ActorRow",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("id", models.CharField(max_length=200)),
                ("name", models.CharField(db_index=True, max_length=200)),
                ("record", models.TextField()),
            ],
            options={
                "db_table": "casebook_actor",
                "constraints": [models.UniqueConstraint(fields=("kind", "id"), name="actor_once")],
            },
        ),
    ]
