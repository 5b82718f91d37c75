package main

import (
	"context"
	"crypto/subtle"

	"heard/casework"
	"heard/console"
	"heard/store"
)

// ackLink is the page on which an alert is taken. Its name is a keyed hash of
// the case and the alert's code: nobody can guess it, and it tells nothing.
func (h *house) ackLink(council string, ref casework.Reference, code string) string {
	token, err := h.ackToken(council, ref, code)
	if err != nil {
		return "the case" // a council without keys cannot be served at all
	}
	return h.publicURL + "/ack/" + token
}

func (h *house) ackToken(council string, ref casework.Reference, code string) (string, error) {
	return h.store.PartHash(council, "ack/"+string(ref)+"/"+code, 1)
}

// alerts are what the page needs of the service.
func (h *house) alerts() console.Alerts {
	return console.Alerts{
		Log: h.log,
		Find: func(ctx context.Context, token string) (console.Alert, error) {
			c, found, err := h.alertBy(ctx, token)
			if err != nil {
				return console.Alert{}, err
			}
			return console.Alert{Council: c.rules.Procedure.Council, Reference: found.Reference, Alert: *found.Alert}, nil
		},
		Act: func(ctx context.Context, token string, a casework.Action) error {
			c, found, err := h.alertBy(ctx, token)
			if err != nil {
				return err
			}
			return h.sender.Act(ctx, c.name, found.Reference, a)
		},
	}
}

// alertBy finds the alert of a token among those without an outcome, which are
// few.
func (h *house) alertBy(ctx context.Context, token string) (setup, store.Case, error) {
	for _, c := range h.councils {
		open, err := h.store.Alerts(ctx, c.name)
		if err != nil {
			return c, store.Case{}, err
		}
		for _, found := range open {
			want, err := h.ackToken(c.name, found.Reference, found.Alert.Code)
			if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(token)) == 1 {
				return c, found, nil
			}
		}
	}
	return setup{}, store.Case{}, console.ErrNoAlert
}
