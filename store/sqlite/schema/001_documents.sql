-- Every document of every kind. The row id keeps bodies in the order in which
-- they were made, so that new ones share the last pages and a commit writes
-- few of them; the key's own index stays narrow for the same reason.
CREATE TABLE doc (
	id      INTEGER PRIMARY KEY,
	key     TEXT    NOT NULL UNIQUE,
	version INTEGER NOT NULL,
	queue   TEXT    NOT NULL,
	due     INTEGER NOT NULL, -- milliseconds since 1970 UTC, 0 for never
	body    BLOB              -- last: who looks for a version never reads it
);

-- What is due is read off the head of this index, in the order of the contract.
CREATE INDEX doc_due ON doc (queue, due, key) WHERE due > 0;

-- The inbound ids, for ErrSeen. They are random and each new one dirties a
-- page of its own, so they stand apart from everything wide.
CREATE TABLE seen (
	id BLOB    PRIMARY KEY, -- 16 bytes
	at INTEGER NOT NULL     -- milliseconds since 1970 UTC
) WITHOUT ROWID;

-- The last sequence number given to an inbound item, of all inboxes together:
-- a number that was used once is never used again, not even for an inbox that
-- was deleted meanwhile.
CREATE TABLE sequence (
	last INTEGER NOT NULL
);
INSERT INTO sequence (last) VALUES (0);
