-- Captions: one track a language, "fr 1764150000000 12345" (language, when attached, end of the last cue), joined by
-- commas; their bytes are public blobs. Cover: the moment its author chose for the poster; -1: we choose.
ALTER TABLE video ADD COLUMN captions TEXT NOT NULL DEFAULT '';
ALTER TABLE video ADD COLUMN cover_ms BIGINT NOT NULL DEFAULT -1;
