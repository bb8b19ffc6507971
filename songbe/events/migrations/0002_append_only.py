"""The database itself refuses to change or delete an event; only sealing may fill its place in the chain, once."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'events are never deleted (event %)', OLD.id;
  END IF;
  IF OLD.sequence IS NOT NULL
     OR (NEW.id, NEW.kind, NEW.occurred_at, NEW.actor, NEW.place, NEW.subject, NEW.payload, NEW.key)
        IS DISTINCT FROM (OLD.id, OLD.kind, OLD.occurred_at, OLD.actor, OLD.place, OLD.subject, OLD.payload, OLD.key) THEN
    RAISE EXCEPTION 'events are never changed (event %)', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events_event FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
"""

BACKWARD = "DROP TRIGGER events_append_only ON events_event; DROP FUNCTION events_refuse_change();"


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies = (("events", "0001_initial"),)
    operations = (migrations.RunSQL(FORWARD, BACKWARD),)
