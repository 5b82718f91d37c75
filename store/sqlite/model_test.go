package sqlite

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"heard/store"
	"heard/store/storetest"
)

// model is the contract in its simplest form. Items get the keys that the
// engine gave them.
type model struct {
	docs map[string]store.Doc
	seen map[[16]byte]bool
}

func (m *model) receive(i store.Item) error {
	if m.seen[i.ID] {
		return store.ErrSeen
	}
	m.seen[i.ID] = true
	in, there := m.docs[i.Inbox]
	if !there {
		in = store.Doc{Key: i.Inbox, Queue: i.Queue, Due: i.Due}
	}
	in.Version++
	if i.Urgent {
		in.Due = i.Due
	}
	m.docs[i.Inbox] = in
	return nil
}

func (m *model) write(b store.Batch) error {
	for _, c := range b.Checks {
		if m.docs[c.Key].Version != c.Version {
			return store.ErrConflict
		}
	}
	for _, p := range b.Puts {
		m.docs[p.Key] = store.Doc{Key: p.Key, Version: m.docs[p.Key].Version + 1, Queue: p.Queue, Due: p.Due, Body: p.Body}
	}
	for _, key := range b.Deletes {
		delete(m.docs, key)
	}
	return nil
}

// list is what the model has under a prefix, in order.
func (m *model) list(prefix string) (docs []store.Doc) {
	for _, key := range slices.Sorted(maps.Keys(m.docs)) {
		if strings.HasPrefix(key, prefix) {
			docs = append(docs, m.docs[key])
		}
	}
	return docs
}

func (m *model) due(queue string, until int64) (docs []store.Doc) {
	for _, d := range m.list("") {
		if d.Queue == queue && 0 < d.Due && d.Due <= until {
			docs = append(docs, d)
		}
	}
	slices.SortStableFunc(docs, func(a, b store.Doc) int { return cmp.Compare(a.Due, b.Due) })
	return docs
}

// People write, and workers lease, answer, answer by halves and do things that
// no worker does, on two engines over one file of which now and then one is
// opened anew. All the while both must show what the contract says.
func TestWhateverIsDoneShowsAsTheContractSays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			path := newPath(t)
			p := play{T: t, Rand: rand.New(rand.NewPCG(seed, 0)), model: model{map[string]store.Doc{}, map[[16]byte]bool{}}}
			p.engines[0], p.engines[1] = file{openAt(t, path), path}, file{openAt(t, path), path}
			for p.step = 0; p.step < 120 && !t.Failed(); p.step++ {
				p.act(p.IntN(2))
				if p.step%3 == 0 {
					p.compare(p.IntN(2))
				}
			}
		})
	}
}

type play struct {
	*testing.T
	*rand.Rand
	model
	engines [2]file
	step    int
}

func (p *play) act(n int) {
	switch p.IntN(10) {
	case 0:
		p.engines[n] = file{p.engines[n].Reopen(p.T).(*Engine), p.engines[n].path}
	case 1, 2, 3, 4:
		p.message(p.engines[n])
	default:
		b := p.batch()
		got, want := p.engines[n].Write(p.Context(), b), p.model.write(b)
		if !errors.Is(got, want) {
			p.Errorf("step %d: write %+v: %v, want %v", p.step, b, got, want)
		}
	}
}

var inboxes = []string{"in/ann", "in/bob", "in/bob/x", "in/bob/x/y", "cy", "on/di"}

func (p *play) message(e file) {
	i := store.Item{Inbox: inboxes[p.IntN(len(inboxes))], Queue: "worker", Due: int64(1 + p.IntN(9)), Urgent: p.IntN(4) == 0}
	i.ID, i.Body = [16]byte{byte(p.IntN(60))}, fmt.Append(nil, p.step)
	got, want := e.Receive(p.Context(), i), p.model.receive(i)
	if !errors.Is(got, want) {
		p.Fatalf("step %d: receive: %v, want %v", p.step, got, want)
	}
	docs, err := e.List(p.Context(), i.Inbox+"/", "", 1000)
	if err != nil {
		p.Fatal(err)
	}
	for _, d := range docs { // the model learns the new key
		if string(d.Body) == string(i.Body) && got == nil {
			p.docs[d.Key] = d
		}
	}
}

// batch is a worker's, or any, on what there is.
func (p *play) batch() (b store.Batch) {
	key := inboxes[p.IntN(len(inboxes))]
	items := storetest.Keys(p.list(key + "/"))
	items = items[:min(len(items), p.IntN(4))]
	if p.IntN(2) == 0 {
		b.Checks = append(b.Checks, store.Check{Key: key, Version: p.docs[key].Version + int64(p.IntN(6)/5)})
	}
	lease := store.Put{Key: key, Queue: "worker", Due: int64(p.IntN(9)), Body: []byte("lease")}
	switch p.IntN(6) {
	case 0: // leased
		b.Puts = []store.Put{lease}
	case 1: // answered
		b.Deletes = append(storetest.Keys(p.list(key+"/")), key)
	case 2: // answered, the inbox alone or with some
		b.Deletes = append([]string{key}, items...)
	case 3: // some answered, and the rest leased
		b.Puts, b.Deletes = []store.Put{lease}, items
	case 4: // some gone
		b.Deletes = items
	case 5: // put where items are, or would be
		for _, k := range append(items, fmt.Sprintf("%s/%016x", key, p.IntN(50))) {
			b.Puts = append(b.Puts, store.Put{Key: k, Queue: "worker", Due: int64(p.IntN(3)), Body: fmt.Append(nil, "put ", p.step)})
		}
	}
	return b
}

func (p *play) compare(n int) {
	e := p.engines[n]
	for _, prefix := range []string{inboxes[p.IntN(len(inboxes))] + "/", "in/", "in/b", "on/di/0", ""} {
		docs, err := e.List(p.Context(), prefix, "", 1000)
		p.same("list "+prefix, docs, p.list(prefix), err)
	}
	docs, err := e.Due(p.Context(), "worker", 5, 1000)
	p.same("due", docs, p.due("worker", 5), err)
	all := p.list("")
	docs, err = e.Get(p.Context(), storetest.Keys(all)...)
	p.same("get all", docs, all, err)
	if len(all) > 0 {
		d := all[p.IntN(len(all))]
		docs, err = e.Get(p.Context(), d.Key)
		p.same("get", docs, []store.Doc{d}, err)
	}
}

func (p *play) same(what string, got, want []store.Doc, err error) {
	p.Helper()
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		p.Errorf("step %d: %s: %v (-want +got):\n%s", p.step, what, err, diff)
	}
}
