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

// Unheard is one thing that a person has to hear or see, by the end of the day
// that they were told: the office's next.
type Unheard struct {
	At      time.Time `json:"at"`
	Chased  Date      `json:"chased,omitzero"`   // when officers were last told that it is late
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
	ch.task("officer.unheard", Blanks{"due": DateBlank(DateOf(ch.r.NextOfficeTime(ch.now)))})
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

// HearBy is by when a person hears or sees what waits longest, and since when
// it waits; zero where nothing does.
func (c Case) HearBy(r Rules) (by Date, since time.Time) {
	for _, u := range c.Unheard {
		if u.HeardAt.IsZero() {
			return DateOf(r.NextOfficeTime(u.At)), u.At
		}
	}
	return Date{}, time.Time{}
}

// nextUnheard is when officers are next told that something still waits to be
// heard: each working morning after the day they had. It does not end with the
// case.
func (c Case) nextUnheard(r Rules) time.Time {
	by, since := c.HearBy(r)
	if since.IsZero() {
		return time.Time{}
	}
	for _, u := range c.Unheard {
		by = laterOf(by, u.Chased)
	}
	return r.Calendar.NextWorkingDay(by).AtClock(r.Procedure.Morning).UTC()
}

// chaseUnheard tells officers, and a manager, that something still waits to be
// heard.
func (ch *change) chaseUnheard() {
	at := ch.c.nextUnheard(ch.r)
	if at.IsZero() || at.After(ch.now) {
		return
	}
	by, _ := ch.c.HearBy(ch.r)
	for i := range ch.c.Unheard {
		if u := &ch.c.Unheard[i]; u.HeardAt.IsZero() {
			u.Chased = DateOf(ch.now)
		}
	}
	ch.log(WhoHeard, "asked again to hear what was sent", "")
	ch.task("officer.unheard.late", Blanks{"due": DateBlank(by)})
	ch.toManager("manager.unheard", Blanks{"due": DateBlank(by)})
}

// Heard says that a person has heard or seen what no machine could. What it
// tells of their safety is theirs to judge.
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
	ch.c.UnheardUntil = time.Time{}
	ch.log(officer(a.By), "heard what was sent", "")
	return nil
}
