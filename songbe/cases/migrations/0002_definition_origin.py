from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="definition",
            name="origin",
            field=models.CharField(default="pack", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="definition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", "pack"),
                    models.Q(("kind", "procedure"), ("origin", "catalogue"), ("valid_from__isnull", False)),
                    _connector="OR",
                ),
                name="definition_origin",
            ),
        ),
        migrations.AddIndex(
            model_name="definition",
            index=models.Index(
                condition=models.Q(("current", True), ("origin", "catalogue")),
                fields=["id"],
                name="definition_catalogue",
            ),
        ),
    ]
