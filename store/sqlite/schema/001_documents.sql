-- Every document of every kind, without its body. What costs a commit time is
-- how many pages it changes; these rows are narrow, and an inbox and its items
-- have keys that stand together, so that one page holds them all.
CREATE TABLE doc (
	key     TEXT    PRIMARY KEY,
	version INTEGER NOT NULL,
	queue   TEXT    NOT NULL,
	due     INTEGER NOT NULL, -- milliseconds since 1970 UTC, 0 for never
	body    INTEGER           -- id in body; NULL for an inbox that nobody has put
) WITHOUT ROWID;

-- What is due is read off the head of this index, in the order of the contract.
CREATE INDEX doc_due ON doc (queue, due, key) WHERE due > 0;

-- The bodies, in the order in which they were made: new ones share a page.
CREATE TABLE body (
	id    INTEGER PRIMARY KEY,
	bytes BLOB
);

-- The inbound ids, for ErrSeen. They are random and each new one changes a
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
