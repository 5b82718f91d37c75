package redis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"heard/store"
)

// Get implements store.Engine, for keys of one council. One command is one
// instant.
func (e *Engine) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	if len(keys) == 0 {
		return nil, ctx.Err()
	}
	var one sameCouncil
	args := make([]any, 2, 2+len(keys))
	for _, key := range keys {
		args = append(args, one.rest(key))
	}
	if one.err != nil {
		return nil, fmt.Errorf("get: %w", one.err)
	}
	args[0], args[1] = "hmget", one.council.documents()
	answer, err := e.do(ctx, args...)
	if err != nil {
		return nil, explain(ctx, "get", err)
	}
	docs := make([]store.Doc, len(keys))
	for i, packed := range answer.([]any) {
		docs[i].Key = keys[i]
		if packed, there := packed.(string); there {
			if docs[i], err = unpack(keys[i], packed); err != nil {
				return nil, err
			}
		}
	}
	return docs, nil
}

// Due implements store.Engine. A page is of one instant.
func (e *Engine) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	c, _, err := split(queue)
	if err != nil {
		return nil, fmt.Errorf("due: %w", err)
	}
	if until < 1 {
		return nil, ctx.Err()
	}
	return e.walk(ctx, "due", c, span{
		index: c.due(),
		skip:  1 + len(queue) + dueSize,
		from:  "[" + string(rawPlace(queue, 1)),
		to:    "(" + string(rawPlace(queue, uint64(until)+1)),
	}, limit)
}

// List implements store.Engine. A page is of one instant. A prefix that leaves
// the council open is for small stores: every council that it may mean is read,
// and found by a scan of all keys.
func (e *Engine) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	if strings.Contains(prefix, "/") {
		c, rest, err := split(prefix)
		if err != nil {
			return nil, fmt.Errorf("list: %w", err)
		}
		return e.listOne(ctx, c, rest, after, limit)
	}
	all, err := e.councils(ctx, "list", council.names)
	if err != nil {
		return nil, err
	}
	var docs []store.Doc
	for _, c := range all {
		if !strings.HasPrefix(string(c), prefix) {
			continue
		}
		some, err := e.listOne(ctx, c, "", after, limit)
		if err != nil {
			return nil, err
		}
		docs = append(docs, some...)
	}
	slices.SortFunc(docs, func(a, b store.Doc) int { return strings.Compare(a.Key, b.Key) })
	return docs[:min(len(docs), max(limit, 0))], nil
}

func (e *Engine) listOne(ctx context.Context, c council, prefix, after string, limit int) ([]store.Doc, error) {
	s := span{index: c.names(), from: "[" + prefix, to: end(prefix)}
	rest, inside := strings.CutPrefix(after, string(c))
	switch {
	case inside && rest >= prefix:
		s.from = "(" + rest
	case !inside && after > string(c):
		return nil, ctx.Err() // it differs within the council's name, so it is beyond all its keys
	}
	return e.walk(ctx, "list", c, s, limit)
}
