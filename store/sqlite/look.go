package sqlite

import (
	"cmp"
	"database/sql/driver"
	"slices"
	"strings"

	"heard/store"
)

// This file has the reads of what may wait. The writer does them, between two
// groups: it alone knows by heart what waits, and what it knows and what its
// connection reads are of one instant.

func (g *group) get(keys []string) ([]store.Doc, error) {
	docs := make([]store.Doc, len(keys))
	for i, key := range keys {
		docs[i].Key = key
		found, err := g.query(getQuery, key)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			docs[i] = found[0]
		} else if in := g.inboxes[key]; in != nil {
			docs[i] = in.doc()
		} else if in, seq := g.item(key); in != nil {
			docs[i].Version = 1
			if docs[i].Body, err = g.waitingBody(seq); err != nil {
				return nil, err
			}
		}
	}
	return docs, nil
}

func (g *group) due(queue string, until int64, limit int) ([]store.Doc, error) {
	docs, err := g.query(dueQuery, queue, until, int64(limit))
	if err != nil {
		return nil, err
	}
	for _, in := range g.inboxes {
		if !in.filed && in.queue == queue && 0 < in.due && in.due <= until {
			docs = append(docs, in.doc())
		}
	}
	slices.SortFunc(docs, func(a, b store.Doc) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), strings.Compare(a.Key, b.Key))
	})
	return docs[:min(limit, len(docs))], nil
}

func (g *group) list(prefix, after string, limit int) ([]store.Doc, error) {
	from, to := bounds(prefix, after)
	docs, err := g.query(listQuery, from, to, int64(limit))
	if err != nil {
		return nil, err
	}
	for _, in := range g.inboxes {
		if !strings.HasPrefix(in.key, prefix) && !strings.HasPrefix(prefix, in.key) {
			continue
		}
		for _, d := range in.docs() {
			if strings.HasPrefix(d.Key, prefix) && d.Key > after {
				docs = append(docs, d)
			}
		}
	}
	slices.SortFunc(docs, func(a, b store.Doc) int { return strings.Compare(a.Key, b.Key) })
	docs = docs[:min(limit, len(docs))]
	for i := range docs {
		if in, seq := g.item(docs[i].Key); in != nil {
			if docs[i].Body, err = g.waitingBody(seq); err != nil {
				return nil, err
			}
		}
	}
	return docs, nil
}

// doc is an inbox that has no document, as Heard sees it.
func (in *inbox) doc() store.Doc {
	return store.Doc{Key: in.key, Version: int64(len(in.items)), Queue: in.queue, Due: in.due}
}

// docs are the items of an inbox without their bodies, and the inbox itself if
// it has no document.
func (in *inbox) docs() (docs []store.Doc) {
	if !in.filed {
		docs = append(docs, in.doc())
	}
	for _, seq := range in.items {
		docs = append(docs, store.Doc{Key: itemKey(in.key, seq), Version: 1})
	}
	return docs
}

// query returns the documents of a reading statement.
func (g *group) query(query string, args ...driver.Value) (docs []store.Doc, err error) {
	err = g.rows(func(v []driver.Value) error {
		d := store.Doc{Key: v[1].(string), Version: v[2].(int64), Queue: v[3].(string), Due: v[4].(int64)}
		d.Body, _ = v[5].([]byte)
		if d.Version > 0 {
			docs = append(docs, d)
		}
		return nil
	}, query, args...)
	return docs, err
}
