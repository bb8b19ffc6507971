from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistant", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownQuestion",
            fields=[
                ("question", models.CharField(max_length=500, primary_key=True, serialize=False)),
                ("indicator", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="LearningPosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SynonymProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200)),
                ("words", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("seen", models.PositiveIntegerField(default=0, help_text="how many questions it rests on")),
                ("state", models.CharField(default="proposed", max_length=10)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("replay", models.JSONField(null=True)),
                ("evidence", models.ManyToManyField(related_name="+", to="assistant.asked")),
            ],
            options={
                "indexes": [models.Index(fields=["state", "indicator"], name="proposal_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "key"), name="proposed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "accepted", "declined", "withdrawn"])),
                        name="proposal_state",
                    ),
                ],
            },
        ),
    ]
