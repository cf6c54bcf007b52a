-- Chat completions that their clients asked to be stored. Position is the order in which they were. Times are microseconds
-- since 1970; bodies are JSON in UTF-8, gzipped.

CREATE TABLE completions (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    model    TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    -- of both bodies, as stored
    bytes    INTEGER NOT NULL,
    body     BLOB    NOT NULL,
    messages BLOB    NOT NULL,
    UNIQUE (tenant, id)
);

CREATE INDEX completions_list ON completions (tenant, position);
CREATE INDEX completions_created ON completions (created);

CREATE TABLE completion_metadata (
    completion INTEGER NOT NULL REFERENCES completions (position) ON DELETE CASCADE,
    -- the client's order
    place      INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    PRIMARY KEY (completion, name)
);
