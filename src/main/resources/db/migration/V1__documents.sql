-- One readable text of one content; shared by every document of the tenant with equal bytes read in the same format.
CREATE TABLE document_texts (
    tenant TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    status TEXT NOT NULL,
    details TEXT,
    original INTEGER NOT NULL DEFAULT 0,
    length INTEGER NOT NULL DEFAULT 0,
    head TEXT NOT NULL DEFAULT '',
    tail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant, sha256, format)
) WITHOUT ROWID;

CREATE INDEX document_texts_status ON document_texts (status);

-- Position is the order of arrival. Run is set for texts that came inside a request.
CREATE TABLE documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    run TEXT,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER,
    FOREIGN KEY (tenant, sha256, format) REFERENCES document_texts (tenant, sha256, format)
);

CREATE INDEX documents_list ON documents (tenant, run, position);
CREATE INDEX documents_content ON documents (tenant, sha256, format);
CREATE INDEX documents_expires ON documents (expires) WHERE expires IS NOT NULL;
