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
// is how many bytes stand before the rest of a key, after is the member that a
// document has in the index.
type span struct {
	index    string
	skip     int
	from, to string
	after    func(d store.Doc, rest string) string
}

// walk reads the documents of a span, page by page.
func (e *Engine) walk(ctx context.Context, act string, c council, s span, limit int) ([]store.Doc, error) {
	var docs []store.Doc
	for len(docs) < limit {
		want := min(limit-len(docs), page)
		answer, err := e.run(ctx, act, rangeScript, []string{s.index, c.documents()}, s.from, s.to, want, s.skip)
		if err != nil {
			return nil, err
		}
		pairs := answer.([]any)
		for i := 0; i+1 < len(pairs); i += 2 {
			rest := pairs[i].(string)
			packed, _ := pairs[i+1].(string)
			d, err := unpack(string(c)+rest, packed)
			if err != nil {
				return nil, err
			}
			docs = append(docs, d)
			s.from = "(" + s.after(d, rest)
		}
		if len(pairs) < 2*want {
			break
		}
	}
	return docs, ctx.Err()
}
