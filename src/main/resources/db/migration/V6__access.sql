-- Keys that were made by the admin API, by the SHA-256 of their texts. Times are milliseconds since 1970.

CREATE TABLE api_keys (
    position       INTEGER PRIMARY KEY AUTOINCREMENT,
    id             TEXT    NOT NULL UNIQUE,
    name           TEXT    NOT NULL,
    tenant         TEXT    NOT NULL,
    sha256         TEXT    NOT NULL UNIQUE,
    -- the last characters of its text
    ending         TEXT    NOT NULL,
    -- the text before, which opens it for a while after it was replaced
    earlier_sha256 TEXT,
    earlier_until  INTEGER,
    -- rights and limits, as JSON
    terms          TEXT    NOT NULL,
    created        INTEGER NOT NULL,
    last_used      INTEGER,
    expires        INTEGER,
    revoked        INTEGER
);

CREATE INDEX api_keys_of_tenant ON api_keys (tenant, position);

-- What was set for a tenant; a tenant without a row has the defaults.
CREATE TABLE tenants (
    tenant         TEXT PRIMARY KEY,
    document_bytes INTEGER
);

-- what a tenant keeps is summed whenever a file arrives
CREATE INDEX documents_bytes ON documents (tenant, bytes);

CREATE TABLE audit_log (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    actor    TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    target   TEXT    NOT NULL,
    details  TEXT    NOT NULL
);

-- One row for each question that was answered or failed.
CREATE TABLE usage_rows (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    tenant    TEXT    NOT NULL,
    key_id    TEXT    NOT NULL,
    key_name  TEXT    NOT NULL,
    model     TEXT    NOT NULL,
    mode      TEXT,
    input     INTEGER NOT NULL,
    cached    INTEGER NOT NULL,
    output    INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    -- null where a price is unknown
    cost_usd  REAL,
    sub_calls INTEGER NOT NULL,
    millis    INTEGER NOT NULL,
    outcome   TEXT    NOT NULL
);

CREATE INDEX usage_rows_of_tenant ON usage_rows (tenant, at);
CREATE INDEX usage_rows_of_key ON usage_rows (key_id, at);
