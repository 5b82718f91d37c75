package main

import (
	"context"
	"errors"
	"path/filepath"
	"sync"

	"heard/intake"
	"heard/notify"
	"heard/store"
)

// openMedia makes ready to fetch what people send beside words.
func (h *house) openMedia(keys map[string]store.Council) error {
	blobs, err := store.NewBlobs(filepath.Join(h.data, "blobs"), keys)
	h.media = intake.Media{Fetch: h.fetch, Put: blobs.Put}
	return err
}

// fetch gets a file from the council's provider.
func (h *house) fetch(ctx context.Context, council, source string) (string, []byte, error) {
	p, ok := h.providers[council]
	if !ok {
		return "", nil, errors.New("the council has no provider")
	}
	kind, data, err := p.Fetch(ctx, source)
	if s, ok := errors.AsType[*notify.SendError](err); ok && !s.Temporary && !s.Unknown {
		return "", nil, &intake.Refused{Why: s.Hint}
	}
	return kind, data, err
}

// mediaOf is how the files of a council are fetched, and forgotten elsewhere
// where it is so configured.
func (h *house) mediaOf(c setup) intake.Media {
	m := h.media
	if p, ok := h.providers[c.name]; ok && c.deleteMedia {
		m.Discard = func(ctx context.Context, _, source string) error { return p.Discard(ctx, source) }
	}
	return m
}

// fetchMedia fetches files until ctx ends, one process for a council.
func (h *house) fetchMedia(ctx context.Context) {
	var all sync.WaitGroup
	for _, c := range h.councils {
		if c.account == "" {
			continue
		}
		run := func(ctx context.Context) { h.worker.FetchRun(ctx, c.name, h.mediaOf(c)) }
		if h.shared {
			all.Go(func() { h.takeTurns(ctx, c.name, "media", run) })
		} else {
			all.Go(func() { run(ctx) })
		}
	}
	all.Wait()
}
