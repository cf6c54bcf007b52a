ALTER TABLE document_texts ADD COLUMN lines BIGINT NOT NULL DEFAULT 0;

-- Pages, sheets, entries of a text, in order; offsets in code points.
CREATE TABLE document_sections (
    tenant TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    level INTEGER NOT NULL,
    first_offset BIGINT NOT NULL,
    end_offset BIGINT NOT NULL,
    PRIMARY KEY (tenant, sha256, format, position),
    FOREIGN KEY (tenant, sha256, format) REFERENCES document_texts (tenant, sha256, format) ON DELETE CASCADE
);

-- Files that arrive in parts. Life is how many seconds the file is kept, null for ever; file is set when it is complete.
CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    life BIGINT,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    status TEXT NOT NULL,
    file TEXT
);

CREATE INDEX uploads_expires ON uploads (expires);

CREATE TABLE upload_parts (
    id TEXT NOT NULL PRIMARY KEY,
    upload TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    bytes BIGINT NOT NULL,
    created BIGINT NOT NULL
);

CREATE INDEX upload_parts_upload ON upload_parts (upload);
