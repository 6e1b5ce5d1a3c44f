"""The head of the log that the database knows of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casebook", "0003_roles")]
    operations = [
        migrations.CreateModel(
            name="HeadRow",
            fields=[
                ("number", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.CharField(max_length=64)),
            ],
            options={"db_table": "casebook_head"},
        ),
    ]
