package redis

import (
	"context"

	"heard/store"
)

// page is how many documents one round trip brings at most. Redis serves
// nobody else meanwhile: 256 documents are well under a millisecond.
const page = 256

// end is the bound above all names with the prefix: the prefix with its last
// byte raised, or none.
func end(prefix string) string {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return "(" + string(b[:i+1])
		}
	}
	return "+"
}

// A span is a stretch of an index: from and to are bounds of ZRANGEBYLEX, skip
// is how many bytes of a member stand before the rest of a key.
type span struct {
	index    string
	skip     int
	from, to string
}

// walk reads the documents of a span, page by page. What moves on between two
// pages is met again, and left out then.
func (e *Engine) walk(ctx context.Context, act string, c council, s span, limit int) ([]store.Doc, error) {
	var docs []store.Doc
	met := map[string]bool{}
	for len(docs) < limit {
		want := min(limit-len(docs), page)
		answer, err := e.run(ctx, act, rangeScript, []string{s.index, c.documents()}, s.from, s.to, want, s.skip)
		if err != nil {
			return nil, err
		}
		pairs := answer.([]any)
		for i := 0; i+1 < len(pairs); i += 2 {
			member := pairs[i].(string)
			packed, _ := pairs[i+1].(string)
			d, err := unpack(string(c)+member[s.skip:], packed)
			if err != nil {
				return nil, err
			}
			if !met[d.Key] {
				met[d.Key] = true
				docs = append(docs, d)
			}
			s.from = "(" + member
		}
		if len(pairs) < 2*want {
			break
		}
	}
	return docs, ctx.Err()
}
