-- What a run was asked by, so that the same request asked again finds it.

ALTER TABLE runs ADD COLUMN request TEXT;

CREATE INDEX runs_of_request ON runs (request, number) WHERE request IS NOT NULL;
