"""A first migration that makes its tables in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations
from django.db.migrations.operations.models import IndexOperation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

_PART_OF_A_TABLE = (migrations.CreateModel, migrations.AddField, IndexOperation)


class TablesAtOnce(migrations.Migration):
    """
    Makes each table as the last of its operations leaves it.

    Django draws every related model anew for each single operation; with a hundred tables that are all related
    this is nearly all the work of migrating.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: ARG002
    ) -> ProjectState:
        """Make the tables; an operation that is no part of a new table must have a migration of its own."""
        others = [each for each in self.operations if not isinstance(each, _PART_OF_A_TABLE)]
        assert not others, f"{self} is to make tables, not to {others}"
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(self.app_label, project_state)
        for each in self.operations:
            if isinstance(each, migrations.CreateModel):
                each.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
