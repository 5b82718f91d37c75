package main

import (
	"context"
	"iter"
	"sync"
	"time"

	"heard/casework"
	"heard/conversation"
	intaketwilio "heard/intake/twilio"
	notifytwilio "heard/notify/twilio"
)

// reconciled is the reading of one council's list at the provider.
type reconciled struct {
	council string
	*intaketwilio.Reconciler
}

// catchUp is how long a worker waits for the first reading: who wrote while we
// were down is to be heard before they are answered for what they wrote since.
// When the provider is away, nobody waits longer.
const catchUp = 5 * time.Second

// openReconcilers makes a reconciler for each council that has texts.
func (h *house) openReconcilers(lexicons conversation.Lexicons) error {
	for _, c := range h.councils {
		p, ok := h.providers[c.name]
		if !ok {
			continue
		}
		r, err := intaketwilio.NewReconciler(intaketwilio.Reconciling{
			Store: h.store, Name: c.name,
			Council: intaketwilio.Council{Account: c.account, Numbers: c.numbers, WhatsApp: c.whatsapp},
			List:    listed(p), Files: attached(p),
			Urgent: urgent(lexicons), Received: h.worker.Wake, Now: h.now, Log: h.log,
		})
		if err != nil {
			return err
		}
		h.reconcilers = append(h.reconcilers, reconciled{c.name, r})
	}
	return nil
}

// listed hands the provider's list to the door, which does not know it.
func listed(p *notifytwilio.Provider) func(context.Context, casework.Address, time.Time) iter.Seq2[intaketwilio.Listed, error] {
	return func(ctx context.Context, to casework.Address, since time.Time) iter.Seq2[intaketwilio.Listed, error] {
		return func(yield func(intaketwilio.Listed, error) bool) {
			for m, err := range p.Received(ctx, to, since) {
				if !yield(intaketwilio.Listed(m), err) {
					return
				}
			}
		}
	}
}

func attached(p *notifytwilio.Provider) func(context.Context, string) ([]intaketwilio.Attached, error) {
	return func(ctx context.Context, message string) (out []intaketwilio.Attached, err error) {
		files, err := p.FilesOf(ctx, message)
		for _, f := range files {
			out = append(out, intaketwilio.Attached(f))
		}
		return out, err
	}
}

// reconcile reads the lists until ctx ends. first is called when each has been
// read once, or is being read by another process.
func (h *house) reconcile(ctx context.Context, first func()) {
	var once sync.WaitGroup
	for _, r := range h.reconcilers {
		once.Go(func() {
			if !h.shared {
				r.Pass(ctx, h.now()) // an error is told by Run, which tries again at once
			}
		})
	}
	once.Wait()
	first()
	var all sync.WaitGroup
	for _, r := range h.reconcilers {
		if h.shared {
			all.Go(func() { h.takeTurns(ctx, r.council, "reconcile", r.Run) })
		} else {
			all.Go(func() { r.Run(ctx) })
		}
	}
	all.Wait()
}

// missed lets a council's list be read soon.
func (h *house) missed(council string) {
	for _, r := range h.reconcilers {
		if r.council == council {
			r.Wake()
		}
	}
}
