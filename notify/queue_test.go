package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/store"
)

func TestWhoIsNext(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 2, 3, 12, 0, 0, 0, time.UTC)
	at := func(minutes float64) time.Time { return now.Add(time.Duration(minutes * float64(time.Minute))) }
	ready := store.Entry{Due: at(-1)}
	backOff := store.Entry{Due: at(5), Tries: 2}
	leased := store.Entry{Due: at(1), Leased: at(1)}
	held := func(since float64) store.Entry { return store.Entry{Due: at(3), Held: at(since), Behind: true} }
	danger := store.Entry{Message: casework.Message{Urgent: true}, Due: time.UnixMilli(1)}
	dangerLater := store.Entry{Message: casework.Message{Urgent: true}, Due: at(0.5), Tries: 1}
	parked := store.Entry{Trouble: "waits: no mail door"}
	future := store.Entry{Message: casework.Message{NotBefore: at(60)}, Due: at(60)}
	early := store.Entry{Message: casework.Message{NotBefore: at(60)}, Due: at(-1)}

	for _, c := range []struct {
		name    string
		entries []store.Entry
		want    string // the one to be sent, by its place, and those put off, in minutes
	}{
		{"nobody", nil, "-"},
		{"the first", []store.Entry{ready, ready}, "0"},
		{"one in back-off holds the next until it is tried", []store.Entry{backOff, ready}, "- 1:+5"},
		{"one that another is sending does so too", []store.Entry{leased, ready}, "- 1:+1"},
		{"the one that takes longest decides", []store.Entry{backOff, leased, ready}, "- 2:+5"},
		{"all after it are held", []store.Entry{backOff, ready, ready}, "- 1:+5 2:+5"},
		{"those before it are not", []store.Entry{ready, backOff}, "0"},
		{"it is held ten minutes at most, with each back-off", []store.Entry{{Due: at(30)}, ready}, "- 1:+10"},
		{"from when it was first held", []store.Entry{{Due: at(30)}, {Due: at(-1), Held: at(-7), Behind: true}}, "- 1:+3"},
		{"and goes then", []store.Entry{{Due: at(30)}, {Due: now, Held: at(-10), Behind: true}}, "1"},
		{"one that is held need not be written again", []store.Entry{backOff, held(-2)}, "-"},
		{"it goes as soon as nothing is in its way", []store.Entry{held(-2), ready}, "0"},
		{"one that was held and failed itself is not in a hurry", []store.Entry{{Due: at(5), Held: at(-2), Tries: 1}}, "-"},
		{"danger goes before all", []store.Entry{ready, danger}, "1"},
		{"danger is held by nothing", []store.Entry{leased, backOff, danger}, "2"},
		{"danger that failed holds what comes after it", []store.Entry{dangerLater, ready}, "- 1:+0.5"},
		{"a letter without a door holds nobody", []store.Entry{parked, ready}, "1"},
		{"nor does one whose time has not come", []store.Entry{future, ready}, "1"},
		{"one that is due too early is put off", []store.Entry{early, ready}, "1 0:+60"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i := range c.entries {
				c.entries[i].Key = fmt.Sprint(i)
			}
			first, wait := next(c.entries, now)
			got := "-"
			if first != nil {
				got = first.Key
			}
			for _, e := range wait {
				got += fmt.Sprintf(" %s:%+g", e.Key, e.Due.Sub(now).Minutes())
			}
			if got != c.want {
				t.Errorf("got %q, want %q", strings.TrimSpace(got), c.want)
			}
		})
	}
}
