package notify_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"heard/casework"
	"heard/notify"
)

// phone is a provider that remembers what it took.
type phone struct {
	now func() time.Time
	// fail is asked before each create; taken says that the text is taken all
	// the same.
	fail func(notify.Text) (taken bool, err error)
	// told is called with every text taken, before Send returns.
	told func(t notify.Text, id string)
	// blind makes Find fail.
	blind error

	mu    sync.Mutex
	texts []taken
	finds int
	tried int
}

type taken struct {
	notify.Text
	id string
	at time.Time
}

func (p *phone) Send(_ context.Context, t notify.Text) (string, error) {
	p.mu.Lock()
	p.tried++
	fail, told := p.fail, p.told
	p.mu.Unlock()
	if fail != nil {
		if kept, err := fail(t); err != nil {
			if kept {
				p.keep(t, told)
			}
			return "", err
		}
	}
	return p.keep(t, told), nil
}

func (p *phone) keep(t notify.Text, told func(notify.Text, string)) string {
	p.mu.Lock()
	id := fmt.Sprintf("SM%d", len(p.texts)+1)
	p.texts = append(p.texts, taken{t, id, p.now()})
	p.mu.Unlock()
	if told != nil {
		told(t, id)
	}
	return id
}

// Find is as vague about time as a real one.
func (p *phone) Find(_ context.Context, t notify.Text, since time.Time) (ids []string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finds++
	for _, have := range p.texts {
		if have.To == t.To && have.Body == t.Body && !have.at.Before(since.Add(-time.Minute)) {
			ids = append(ids, have.id)
		}
	}
	return ids, p.blind
}

func (p *phone) failing(f func(notify.Text) (bool, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = f
}

// failOnce makes the next create fail.
func (p *phone) failOnce(kept bool, err error) { p.failOnceTo("", kept, err) }

// failOnceTo makes the next create for an address fail.
func (p *phone) failOnceTo(to casework.Address, kept bool, err error) {
	p.failing(func(t notify.Text) (bool, error) {
		if to != "" && t.To != to {
			return false, nil
		}
		p.failing(nil)
		return kept, err
	})
}

// bodies are the texts that an address was sent, in order.
func (p *phone) bodies(to casework.Address) (all []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.texts {
		if t.To == to {
			all = append(all, t.Body)
		}
	}
	return all
}

func (p *phone) to() (all []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.texts {
		all = append(all, string(t.To)+" "+t.Body)
	}
	return all
}

var (
	busy    = &notify.SendError{Temporary: true, Code: "20429", Hint: "busy"}
	cut     = &notify.SendError{Unknown: true, Code: "no_answer", Hint: "looked up"}
	stopped = &notify.SendError{Code: "21610", Hint: "They have stopped our texts."}
)
