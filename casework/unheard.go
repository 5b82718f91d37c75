package casework

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// This file has what no machine can hear: a voice note, a picture, a file. It
// is never counted as safe.

// FlagUnheard marks a case with something that a person has to hear or see.
const FlagUnheard Flag = "unheard"

// Unheard is one thing that a person has to hear or see.
type Unheard struct {
	At      time.Time `json:"at"`
	HeardAt time.Time `json:"heard_at,omitzero"` // by a person
	HeardBy string    `json:"heard_by,omitempty"`
}

// CannotHear says that something came which the machine cannot hear, and that
// the person was asked whether they are safe.
type CannotHear struct {
	Code string `json:"code"` // of the alert that follows silence; drawn by the caller
}

func (a CannotHear) apply(ch *change) error {
	ch.c.flag(FlagUnheard)
	ch.c.Unheard = append(ch.c.Unheard, Unheard{At: ch.now})
	ch.log(WhoHeard, "could not hear it, and asked if they are safe", "")
	if ch.c.Alert.Open() || a.Code == "" {
		return nil // somebody is being rung already
	}
	ch.c.UnheardUntil, ch.c.UnheardCode = ch.now.Add(cmp.Or(ch.r.Procedure.Alert.Silence, defaultSilence)), a.Code
	return nil
}

// defaultSilence is how long somebody may take to answer that they are safe.
const defaultSilence = 15 * time.Minute

// SaidSafe says that the person answered to be safe. What came with it is
// still to be heard by a person.
type SaidSafe struct{}

func (SaidSafe) apply(ch *change) error {
	ch.c.UnheardUntil = time.Time{}
	ch.log(WhoHeard, "they said that they are safe", "")
	return nil
}

// wakeUnheard raises an alert when nobody has said that they are safe: in
// office hours always, else as the council has chosen.
func (ch *change) wakeUnheard() {
	until := ch.c.UnheardUntil
	if until.IsZero() || until.After(ch.now) {
		return
	}
	if at := ch.r.NextOfficeTime(ch.now); at.After(ch.now) && ch.r.Procedure.Alert.SilentAtNight == "morning" && !ch.c.Alert.Undecided() {
		ch.c.UnheardUntil = at
		ch.log(WhoHeard, "no answer to whether they are safe; duty is told in the morning", "")
		return
	}
	ch.c.UnheardUntil = time.Time{}
	ch.raise(RaiseAlert{Code: ch.c.UnheardCode, Level: LevelNow, Reasons: []string{"no answer to whether they are safe"}})
}

// Heard says that a person has heard or seen what no machine could.
type Heard struct {
	By string `json:"by"`
}

func (a Heard) apply(ch *change) error {
	if !ch.c.Flagged(FlagUnheard) {
		return fmt.Errorf("nothing waits to be heard: %w", ErrWrongTime)
	}
	for i := range ch.c.Unheard {
		if u := &ch.c.Unheard[i]; u.HeardAt.IsZero() {
			u.HeardAt, u.HeardBy = ch.now, officer(a.By)
		}
	}
	ch.c.Flags = slices.DeleteFunc(ch.c.Flags, func(f Flag) bool { return f == FlagUnheard })
	ch.log(officer(a.By), "heard what was sent", "")
	return nil
}
