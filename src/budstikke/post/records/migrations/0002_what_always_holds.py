"""What PostgreSQL itself holds: state follows events, history stays, one hand-over, each sender its own rows."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("post", "0001_tables")]
    operations = [
        migrations.RunSQL(Path(__file__).with_name(name).read_text(), reverse_sql=migrations.RunSQL.noop)
        for name in ("0002_what_always_holds.sql", "0002_forwarding_holds.sql", "0002_register_forgets.sql")
    ]
