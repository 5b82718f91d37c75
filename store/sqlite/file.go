package sqlite

import (
	"database/sql/driver"
	"slices"
	"strings"

	"heard/store"
)

// makeWay turns what waits into documents, as far as a batch needs it. An inbox
// that goes with all its items, as one does that was answered, has never been
// a document and need not become one.
func (g *group) makeWay(batch *store.Batch) error {
	if len(g.inboxes) == 0 {
		return nil
	}
	for _, key := range batch.Deletes {
		if err := g.makeWayToDelete(key, batch.Deletes); err != nil {
			return err
		}
	}
	for _, p := range batch.Puts {
		if in := g.inboxes[p.Key]; in != nil {
			if err := g.fileInbox(in); err != nil {
				return err
			}
		}
		if err := g.makeWayBelow(p.Key); err != nil {
			return err
		}
	}
	return nil
}

func (g *group) makeWayToDelete(key string, all []string) error {
	if in := g.inboxes[key]; in != nil {
		if in.allIn(all) {
			return g.clear(in)
		}
		return g.fileAll(key)
	}
	if in, _ := g.item(key); in != nil && !slices.Contains(all, in.key) {
		return g.fileInbox(in)
	}
	return nil
}

// makeWayBelow files every inbox that a key lies in, so that an inbox whose
// items wait has no other documents below it.
func (g *group) makeWayBelow(key string) error {
	for end := strings.LastIndexByte(key, '/'); end >= 0; end = strings.LastIndexByte(key[:end], '/') {
		if err := g.fileAll(key[:end]); err != nil {
			return err
		}
	}
	return nil
}

// allIn tells whether all items of an inbox are among the keys.
func (in *inbox) allIn(keys []string) bool {
	among := make(map[string]bool, len(keys))
	for _, key := range keys {
		among[key] = true
	}
	return !slices.ContainsFunc(in.items, func(seq int64) bool { return !among[itemKey(in.key, seq)] })
}

// clear removes all items of an inbox.
func (g *group) clear(in *inbox) error {
	for _, seq := range slices.Clone(in.items) {
		if err := g.unwait(in, seq); err != nil {
			return err
		}
	}
	if !in.filed {
		g.found[in.key] = row{}
	}
	return nil
}

// unwait removes an item that waits. Its id stays, unless it was forgotten.
func (g *group) unwait(in *inbox, seq int64) error {
	g.drop(in, seq)
	g.found[itemKey(in.key, seq)] = row{}
	n, err := g.exec(`INSERT INTO recent (id, at) SELECT id, at FROM arrival WHERE seq = ? AND id IS NOT NULL`, seq)
	if err != nil {
		return err
	}
	g.recent += n
	_, err = g.exec(`DELETE FROM arrival WHERE seq = ?`, seq)
	return err
}

// fileInbox makes a document of an inbox. Its items go on waiting.
func (g *group) fileInbox(in *inbox) error {
	if in.filed {
		return nil
	}
	if err := g.makeWayBelow(in.key); err != nil {
		return err
	}
	in.filed = true
	_, err := g.exec(`INSERT INTO doc (key, version, queue, due) VALUES (?, ?, ?, ?)`,
		in.key, int64(len(in.items)), in.queue, in.due)
	return err
}

// fileAll makes documents of an inbox and of all its items, if any wait.
func (g *group) fileAll(key string) error {
	in := g.inboxes[key]
	if in == nil {
		return nil
	}
	if err := g.fileInbox(in); err != nil {
		return err
	}
	for _, seq := range slices.Clone(in.items) {
		body, err := g.waitingBody(seq)
		if err != nil {
			return err
		}
		if err := g.unwait(in, seq); err != nil {
			return err
		}
		if err := g.fileItem(key, seq, body); err != nil {
			return err
		}
	}
	return nil
}

func (g *group) waitingBody(seq int64) (body []byte, err error) {
	err = g.rows(func(v []driver.Value) error {
		body, _ = v[0].([]byte)
		return nil
	}, `SELECT bytes FROM arrival WHERE seq = ?`, seq)
	return body, err
}

// fileItem makes a document of an item. A number whose key is occupied
// (documents may have been put back from a backup) is passed over.
func (g *group) fileItem(inbox string, seq int64, bytes []byte) error {
	clear(g.found)
	body, err := g.putBody(0, bytes)
	if err != nil {
		return err
	}
	for {
		written, err := g.exec(`INSERT INTO doc (key, version, queue, due, body) VALUES (?, 1, '', 0, ?)
			ON CONFLICT (key) DO NOTHING`, itemKey(inbox, seq), body)
		if err != nil || written == 1 {
			return err
		}
		g.last++
		seq = g.last
	}
}
