"""What PostgreSQL itself holds: each account its own rows, and what the working role may do."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0001_tables")]
    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), reverse_sql=migrations.RunSQL.noop)
    ]
