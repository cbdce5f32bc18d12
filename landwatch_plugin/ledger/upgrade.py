"""台账升级: what an older ledger lacks, added where it lies, in one transaction and once."""

from __future__ import annotations

from collections.abc import Callable

from landwatch_plugin.ledger.schema import CHECKS_STAY, VERSION, VERSION_KEY, statements

#: Version → what makes it the next one.
_STEPS = {
    1: (
        """
ALTER TABLE patches ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN locked TEXT NOT NULL DEFAULT '';
ALTER TABLE set_aside ADD COLUMN parent TEXT NOT NULL DEFAULT '';
INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES ('patches', 'parent', '母图斑', '母图斑');
DROP TRIGGER checks_not_deleted;
""",
        CHECKS_STAY,
    ),
}


def bring_up(run: Callable[..., object], version: int) -> None:
    """Bring a ledger of `version` to the present one with `run(sql, values)`, inside the caller's transaction."""
    for step in range(version, VERSION):
        for script in _STEPS[step]:
            for statement in statements(script):
                run(statement)
    run("UPDATE meta SET value = ? WHERE key = ?", (str(VERSION), VERSION_KEY))
