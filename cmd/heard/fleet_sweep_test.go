package main

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"heard/casework"
	notifymail "heard/notify/mail"
	"heard/sandbox"
)

// sweepers are some services in this process, each as if alone, that share a
// Redis, a clock and a mailbox.
type sweepers struct {
	*mailStreet
	houses []*house
}

func newSweepers(t *testing.T, many int) *sweepers {
	t.Helper()
	clock := newClock(time.Date(2027, 1, 13, 10, 5, 1, 0, time.UTC), false)
	council, err := pretendCouncil("hampshire", 0)
	if err != nil {
		t.Fatal(err)
	}
	post, err := sandbox.Start(sandbox.Options{Now: clock.Now, Mail: council.mailboxes()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { post.Close() })
	council.account = ""
	council.openPostbox(post.Mail)
	redis, mailed, data := newRedisServer(t), make(chan struct{}, 1000), t.TempDir()
	s := &sweepers{}
	for range many {
		e, err := redis.open()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.Close() })
		h, err := build(plan{
			engine: e, councils: []setup{council}, publicURL: "http://127.0.0.1", data: data, smtpTLS: notifymail.Off,
			unknownAfter: time.Minute, now: clock.Now, log: slog.New(slog.DiscardHandler), shared: true,
			tellReceived: func() { mailed <- struct{}{} },
		})
		if err != nil {
			t.Fatal(err)
		}
		s.houses = append(s.houses, h)
	}
	first := &stage{house: s.houses[0], clock: clock, sandbox: post, mailed: mailed, dir: data}
	s.mailStreet = &mailStreet{&street{T: t, stage: first}, map[string]int{}}
	stop := start(t.Context(), s.houses[0].watch)
	t.Cleanup(stop)
	return s
}

// all let every service work until nothing is left to do.
func (s *sweepers) all() {
	s.Helper()
	var done sync.WaitGroup
	errs := make([]error, len(s.houses))
	for i, h := range s.houses {
		done.Go(func() { errs[i] = h.quiesce(s.Context()) })
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		s.Fatal(err)
	}
}

// TestWhatIsDueIsDoneOnceByHoweverMany lets four services wake the same cases
// and send the same letters at the same moment, for a week.
func TestWhatIsDueIsDoneOnceByHoweverMany(t *testing.T) {
	t.Parallel()
	const cases = 12
	s := newSweepers(t, 4)
	for n := range cases {
		s.comes(sandbox.Mail{From: fmt.Sprintf("parent-%d@example.org", n), Subject: "Complaint", Text: letterTalk[0]})
	}
	s.all()
	for day := 14; day <= 20; day++ {
		s.clock.Set(time.Date(2027, 1, day, 9, 0, 0, 0, time.UTC))
		s.all()
	}
	records, err := s.store.AllCases(t.Context(), "hampshire", "", 100)
	if err != nil || len(records) != cases {
		t.Fatalf("%d cases, %v", len(records), err)
	}
	for _, r := range records {
		s.remindedOnce(r.Reference)
	}
	for n := range cases {
		to := fmt.Sprintf("parent-%d@example.org", n)
		if got := s.mails(to); len(got) != 2 { // the answer, and before the date is missed
			t.Errorf("%s was told %q", to, letters(got))
		}
	}
	s.toldOnce(cases)
}

// remindedOnce sees that a case's log has each reminder once a day.
func (s *sweepers) remindedOnce(ref casework.Reference) {
	s.Helper()
	log, err := s.store.Log(s.Context(), "hampshire", ref)
	if err != nil {
		s.Fatal(err)
	}
	var lines []string
	for _, e := range log {
		if strings.HasPrefix(e.What, "reminded") {
			lines = append(lines, e.At.Format("2 Jan ")+e.What)
		}
	}
	slices.Sort(lines)
	if all := len(lines); all < 8 || len(slices.Compact(lines)) != all {
		s.Errorf("%s: the log has %q", ref, lines)
	}
}

// toldOnce sees that the officer's letters tell of each case once a morning.
func (s *sweepers) toldOnce(cases int) {
	s.Helper()
	mornings := map[string]int{}
	for _, m := range s.mails(officerMail) {
		day := m.At.Format("2 Jan")
		mornings[day] += strings.Count(m.Text, "is recorded, ")
	}
	for _, day := range []string{"14 Jan", "15 Jan", "18 Jan", "19 Jan", "20 Jan"} {
		if mornings[day] != cases {
			s.Errorf("on %s the officer was told of %d cases, not of %d", day, mornings[day], cases)
		}
	}
}
