package sqlite

import "database/sql/driver"

// maxRecent is how many ids gather in recent before they move to seen. A year
// of ids is some thousand pages, and a move changes most of them: the more ids
// share it, the better. It holds up the queue for some 20 ms.
const maxRecent = 8192

// save writes down the last number, and moves ids when it is time.
func (g *group) save() error {
	if g.last != g.saved {
		if _, err := g.exec(`UPDATE sequence SET last = ?`, g.last); err != nil {
			return err
		}
		g.saved = g.last
	}
	if g.recent < maxRecent {
		return nil
	}
	return g.moveRecent()
}

// moveRecent moves the ids of recent to seen.
func (g *group) moveRecent() error {
	err := g.rows(func(v []driver.Value) error {
		delete(g.ids, asID(v[0]))
		return nil
	}, `SELECT id FROM recent`)
	if err != nil {
		return err
	}
	if _, err := g.exec(`INSERT INTO seen (id, at) SELECT id, at FROM recent ORDER BY id`); err != nil {
		return err
	}
	_, err = g.exec(`DELETE FROM recent`)
	g.recent = 0
	return err
}

// forgetYoung forgets the ids of items that still wait, and moves the recent
// ones to where Forget walks.
func (g *group) forgetYoung(before int64) error {
	err := g.rows(func(v []driver.Value) error {
		delete(g.ids, asID(v[0]))
		return nil
	}, `SELECT id FROM arrival WHERE at < ? AND id IS NOT NULL`, before)
	if err != nil {
		return err
	}
	if _, err := g.exec(`UPDATE arrival SET id = NULL WHERE at < ? AND id IS NOT NULL`, before); err != nil {
		return err
	}
	return g.moveRecent()
}
