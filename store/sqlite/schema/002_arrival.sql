-- What was received and waits: each row is an item, and the rows of an inbox
-- are the inbox, until a Write touches it and it is filed as documents or gone.
-- Rows are only added at the end, so that messages of one moment share a page
-- whoever they are from.
CREATE TABLE arrival (
	seq    INTEGER PRIMARY KEY, -- the item's sequence number
	id     BLOB,                -- 16 bytes, NULL once forgotten
	at     INTEGER NOT NULL,
	inbox  TEXT    NOT NULL,
	queue  TEXT    NOT NULL,
	due    INTEGER NOT NULL,
	urgent INTEGER NOT NULL,
	bytes  BLOB
);

-- The ids whose items wait no longer. They move to seen by the thousand and in
-- their order, so that one changed page of seen serves many.
CREATE TABLE recent (
	id BLOB    NOT NULL,
	at INTEGER NOT NULL
);
