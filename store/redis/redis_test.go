package redis

import (
	"context"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"heard/store"
	"heard/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEngine(t *testing.T) {
	for name, args := range map[string][]string{"always": always, "everysec": everysec, "cluster": cluster} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lend := servers(t, args)
			storetest.Run(t, func(t *testing.T) store.Engine {
				s := lend(t)
				return oneCouncil{s.open(t), s}
			})
		})
	}
}

// oneCouncil lets the suite, which names its documents as it likes, work
// within one council.
type oneCouncil struct {
	*Engine
	server *server
}

const home = "home/"

// Reopen lets the server die between, so that what is kept comes from its disk.
// One that syncs each second keeps back what it is to write while a sync takes
// long, and is waited for.
func (o oneCouncil) Reopen(t *testing.T) store.Engine {
	if err := o.Close(); err != nil {
		t.Error(err)
	}
	if slices.Contains(o.server.args, "everysec") {
		eventually(t, "all is handed to the disk", func() bool {
			return facts(o.server.ask(t, "info", "persistence"))["aof_buffer_length"] == "0"
		})
	}
	o.server.kill()
	o.server.run(t)
	return oneCouncil{o.server.open(t), o.server}
}

func (o oneCouncil) Receive(ctx context.Context, i store.Item) error {
	i.Inbox, i.Queue = home+i.Inbox, queue(i.Queue)
	return o.Engine.Receive(ctx, i)
}

func (o oneCouncil) Write(ctx context.Context, b store.Batch) error {
	var in store.Batch
	for _, c := range b.Checks {
		c.Key = home + c.Key
		in.Checks = append(in.Checks, c)
	}
	for _, p := range b.Puts {
		p.Key, p.Queue = home+p.Key, queue(p.Queue)
		in.Puts = append(in.Puts, p)
	}
	for _, key := range b.Deletes {
		in.Deletes = append(in.Deletes, home+key)
	}
	return o.Engine.Write(ctx, in)
}

func (o oneCouncil) Get(ctx context.Context, keys ...string) ([]store.Doc, error) {
	var in []string
	for _, key := range keys {
		in = append(in, home+key)
	}
	docs, err := o.Engine.Get(ctx, in...)
	return bare(docs), err
}

func (o oneCouncil) Due(ctx context.Context, name string, until int64, limit int) ([]store.Doc, error) {
	docs, err := o.Engine.Due(ctx, queue(name), until, limit)
	return bare(docs), err
}

func (o oneCouncil) List(ctx context.Context, prefix, after string, limit int) ([]store.Doc, error) {
	if after != "" {
		after = home + after
	}
	docs, err := o.Engine.List(ctx, home+prefix, after, limit)
	return bare(docs), err
}

func queue(name string) string {
	if name == "" {
		return ""
	}
	return home + name
}

func bare(docs []store.Doc) []store.Doc {
	for i := range docs {
		docs[i].Key = strings.TrimPrefix(docs[i].Key, home)
		docs[i].Queue = strings.TrimPrefix(docs[i].Queue, home)
	}
	return docs
}
