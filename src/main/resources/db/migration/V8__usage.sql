-- Which run a question's row is of; null for a direct answer.

ALTER TABLE usage_rows ADD COLUMN run TEXT;

CREATE INDEX usage_rows_of_run ON usage_rows (run) WHERE run IS NOT NULL;

-- rows go by their age
CREATE INDEX usage_rows_by_age ON usage_rows (at);

-- Questions that sessions have begun to answer and that have no row yet. Times are milliseconds since 1970.
CREATE TABLE usage_begun (
    run      TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    tenant   TEXT    NOT NULL,
    key_id   TEXT    NOT NULL,
    key_name TEXT    NOT NULL,
    model    TEXT    NOT NULL
);
