package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"heard/sandbox"
)

// speaker holds one talk with a service that may die at any moment. It behaves
// as a patient child with a provider does: a message that was not answered 200
// is posted again under the same id, and the next is written when the last has
// been answered.
type speaker struct {
	provider *sandbox.Server
	name     string // the number
	last     int    // the number of the last message looked at
	texts    int    // that were accepted so far
	heard    []string
	free     []string // texts that may come once more: the answers to danger
	said     []string
	storm    *storm // what goes wrong at the provider; may be nil
}

const (
	// answerLimit is for all texts that answer one. Where several processes
	// share the work, what a dead one was at is theirs again after a minute.
	answerLimit = 100 * time.Second
	retry       = 20 * time.Millisecond
)

func person(n int) string { return fmt.Sprintf("+4477011%05d", n) }

// hold holds a talk. It fails at the first text that should not have come.
func (s *speaker) hold(ctx context.Context, talk []spoken) error {
	for n, turn := range talk {
		limited, cancel := context.WithTimeout(ctx, s.storm.patience())
		err := s.turn(limited, turn)
		cancel()
		if err != nil {
			return fmt.Errorf("%s, turn %d, %q: %w; heard so far:\n  %s", s.name, n+1, turn.said, err, strings.Join(s.heard, "\n  "))
		}
	}
	return nil
}

func (s *speaker) turn(ctx context.Context, turn spoken) error {
	if err := s.say(ctx, turn.said); err != nil {
		return fmt.Errorf("not accepted: %w", err)
	}
	for _, want := range turn.answers {
		got, err := s.hear(ctx)
		if err != nil {
			return fmt.Errorf("%q never came: %w", want, err)
		}
		if got != want {
			return fmt.Errorf("%q came where %q was due", got, want)
		}
		if turn.urgent {
			s.free = append(s.free, got)
		}
	}
	return nil
}

// say posts a message until it is accepted.
func (s *speaker) say(ctx context.Context, text string) error {
	sid := fmt.Sprintf("SM%s%020d", strings.TrimPrefix(s.name, "+"), s.texts)
	status, err := s.provider.Inbound(ctx, sandbox.Message{SID: sid, From: s.name, To: townSMS, Body: text})
	for status != 200 {
		if status != 0 && status != 503 {
			return fmt.Errorf("answered %d, %v", status, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("answered %d, %v: %w", status, err, ctx.Err())
		case <-time.After(retry):
		}
		status, err = s.provider.Redeliver(ctx, sid)
	}
	s.texts++
	s.said = append(s.said, text)
	return s.storm.again(ctx, sid)
}

// hear waits for the next text to this person, and looks past those that may
// come twice.
func (s *speaker) hear(ctx context.Context) (string, error) {
	for {
		m, err := s.provider.Await(ctx, s.last, func(m sandbox.Message) bool { return m.To == s.name })
		if err != nil {
			return "", err
		}
		s.last = m.Seq
		text := mask(m.Body)
		if slices.Contains(s.free, text) {
			continue
		}
		s.heard = append(s.heard, text)
		return text, nil
	}
}

// rest looks at what came after the talk had ended.
func (s *speaker) rest() error {
	for _, m := range s.provider.Since(s.last) {
		if m.To == s.name && !slices.Contains(s.free, mask(m.Body)) {
			return fmt.Errorf("%s: %q came, and nobody had asked", s.name, m.Body)
		}
	}
	return nil
}
