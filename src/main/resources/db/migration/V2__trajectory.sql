-- The journal: runs and their events. Times are microseconds since 1970.

CREATE TABLE runs (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    id      TEXT    NOT NULL UNIQUE,
    tenant  TEXT    NOT NULL,
    model   TEXT    NOT NULL,
    created INTEGER NOT NULL,
    ended   INTEGER,
    status  TEXT    NOT NULL,
    -- bytes of its events as stored; counted when it ends
    bytes   INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX runs_of_tenant ON runs (tenant, number);
CREATE INDEX runs_going_on ON runs (number) WHERE ended IS NULL;

CREATE TABLE events (
    run      INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    session  INTEGER NOT NULL,
    type     TEXT    NOT NULL,
    -- 0: JSON in UTF-8; 1: the same, deflated
    encoding INTEGER NOT NULL,
    body     BLOB    NOT NULL,
    PRIMARY KEY (run, sequence)
);
