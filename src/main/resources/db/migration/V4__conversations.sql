-- The conversation that a run was asked, without its answer, so that a later request of it finds what was answered.

ALTER TABLE runs ADD COLUMN conversation TEXT;

CREATE INDEX runs_of_conversation ON runs (conversation, number) WHERE conversation IS NOT NULL;
