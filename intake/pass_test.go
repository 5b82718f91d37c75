package intake_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/intake"
	"heard/store"
)

func TestATextOpensACaseAndIsAnswered(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.text(zoe, "my key worker never calls", start)
	if r := h.pass(start.Add(2 * time.Second)); r.Turns != 1 || !r.Next.IsZero() {
		t.Fatalf("report %+v, want one turn and nothing more to come", r)
	}
	cases := h.cases()
	if len(cases) != 1 {
		t.Fatalf("%d cases, want 1", len(cases))
	}
	c := cases[0]
	if !c.ReceivedAt.Equal(start) || c.Council != town || c.Statement != "my key worker never calls" {
		t.Errorf("the case is %+v", c.Case)
	}
	if got := h.said(c.Reference); !slices.Equal(got, []string{"my key worker never calls"}) {
		t.Errorf("its log has %q", got)
	}
	out := h.entries()
	if len(out["receipt"]) != 1 || len(out["officer.new"]) != 1 {
		t.Fatalf("outbox: %v", out)
	}
	checkReceipt(t, out["receipt"][0], c)
	if e := out["officer.new"][0]; e.About != string(c.Reference)+"/task/1" || e.Audience != "officer" || e.Case != c.Reference {
		t.Errorf("the officers' entry is %+v", e)
	}
	contact, err := h.store.Contact(t.Context(), town, zoe)
	if err != nil || contact.LastInbound != start.UnixMilli() || !slices.Equal(contact.Cases, []casework.Reference{c.Reference}) || contact.WroteTo != ours {
		t.Errorf("the contact is %+v, %v", contact, err)
	}
}

func checkReceipt(t *testing.T, e store.Entry, c store.Case) {
	t.Helper()
	if e.To.Address != zoe || e.From != ours || e.Audience != "child" || e.Language != "en" || e.Asks != "outcome" || e.Case != c.Reference || e.Urgent {
		t.Errorf("the reply is %+v", e)
	}
	if len(e.Says) != 2 || e.Says[1].Template != "ask.outcome" {
		t.Errorf("it says %v, want all of the turn in one entry", e.Says)
	}
	blanks := e.Says[0].Blanks
	if blanks["reference"].Reference != c.Reference || blanks["stage1_due"].Date == nil {
		t.Errorf("its blanks are %+v, want those of the case just opened", blanks)
	}
}

func TestABurstIsOneTurn(t *testing.T) {
	t.Parallel()
	second := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
	for _, c := range []struct {
		name string
		at   []int // seconds at which a message comes
		now  int
		want int // turns
		next int // seconds; 0 for none
	}{
		{"too young", []int{0}, 1, 0, 2},
		{"silent for two seconds", []int{0}, 2, 1, 0},
		{"the burst goes on", []int{0, 1, 2, 3}, 4, 0, 5},
		{"the burst is over", []int{0, 1, 2, 3}, 5, 1, 0},
		{"never later than ten seconds", []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 10, 1, 0},
		{"nothing", nil, 10, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, engine(t), nil)
			for i, s := range c.at {
				h.text(zoe, fmt.Sprint("part ", i), second(s))
			}
			r := h.pass(second(c.now))
			if r.Turns != c.want {
				t.Errorf("%d turns, want %d", r.Turns, c.want)
			}
			if want := second(c.next); c.next == 0 && !r.Next.IsZero() || c.next != 0 && !r.Next.Equal(want) {
				t.Errorf("next at %v, want %v", r.Next, want)
			}
			if got := len(h.entries()["receipt"]); got != c.want {
				t.Errorf("%d replies, want %d", got, c.want)
			}
			if cases := h.cases(); c.want == 1 && len(h.said(cases[0].Reference)) != len(c.at) {
				t.Errorf("the log has %q, want all %d messages", h.said(cases[0].Reference), len(c.at))
			}
		})
	}
}

func TestDangerWaitsForNobody(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.text(zoe, "please", start)
	h.text(zoe, "he hit me again", start.Add(time.Millisecond))
	if r := h.pass(start.Add(time.Millisecond)); r.Turns != 1 {
		t.Fatalf("report %+v, want the turn at once", r)
	}
	c := h.cases()[0]
	alert := h.entries()["duty.alert"]
	if len(alert) != 2 || !alert[0].Urgent || len(c.Alert.Code) != 4 || alert[0].Says[0].Blanks["code"].Name != c.Alert.Code {
		t.Errorf("alert %+v, entries %+v", c.Alert, alert)
	}
	if e := h.entries()["receipt"]; len(e) != 1 || !e[0].Urgent {
		t.Errorf("the reply %+v, want it urgent", e)
	}
}

func TestManyCorrespondentsAreAnsweredInOnePass(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	const people, messages = 80, 2
	for m := range messages {
		for p := range people {
			h.text(casework.NewAddress(casework.SMS, fmt.Sprintf("+4477106%05d", p)), fmt.Sprintf("%d of %d", m, p), start)
		}
	}
	if r := h.pass(start.Add(time.Minute)); r.Turns != people {
		t.Errorf("report %+v, want %d turns", r, people)
	}
	cases, err := h.store.AllCases(t.Context(), town, "", 1000)
	if err != nil || len(cases) != people {
		t.Errorf("%d cases (%v), want %d", len(cases), err, people)
	}
	for _, c := range cases[:5] {
		if got := h.said(c.Reference); len(got) != messages || got[0] != c.Statement {
			t.Errorf("case %s has %q", c.Reference, got)
		}
	}
}

// A flood from one sender is answered in several turns, and none of it is left.
func TestAFloodIsAnsweredInTurns(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), func(o *intake.Options) { o.Settle = 0 })
	for i := range 130 {
		h.text(zoe, fmt.Sprint(i), start)
	}
	h.pass(start)
	if got := h.said(h.cases()[0].Reference); len(got) != 130 || got[129] != "129" {
		t.Errorf("the log has %d messages", len(got))
	}
	h.quiet(start)
}

// quiet fails unless nothing is left to do.
func (h *house) quiet(now time.Time) {
	h.t.Helper()
	if r := h.pass(now); r != (intake.Report{}) {
		h.t.Errorf("another pass did %+v", r)
	}
	if docs, err := h.engine.List(context.Background(), town+"/in/", "", 10); err != nil || len(docs) > 0 {
		h.t.Errorf("the inbox still has %d documents (%v)", len(docs), err)
	}
}

func TestATakenReferenceIsDrawnAgain(t *testing.T) {
	t.Parallel()
	e := engine(t)
	open(t, e, nil).openCase(zoe)
	h := open(t, e, nil) // its chance starts anew, so the first draw is taken
	h.next = 10
	h.openCase(tariq)
	if cases := h.cases(); len(cases) != 2 || cases[0].Reference == cases[1].Reference {
		t.Errorf("cases %+v", cases)
	}
}

func (h *house) openCase(from casework.Address) {
	h.t.Helper()
	h.text(from, "something is wrong", start)
	h.pass(start.Add(time.Minute))
}

func TestASilentTalkIsLookedAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.openCase(zoe)
	later := start.Add(25 * time.Hour)
	if r := h.pass(later); r.Lapsed != 1 || r.Turns != 0 {
		t.Fatalf("report %+v, want one lapse", r)
	}
	if c := h.cases()[0]; !c.Flagged(casework.FlagUnfinished) {
		t.Errorf("the case has the flags %v", c.Flags)
	}
	e := h.entries()["still.there"]
	if len(e) != 1 || e[0].From != ours || e[0].To.Address != zoe {
		t.Errorf("the word to the silent is %+v", e)
	}
	h.quiet(later.Add(25 * time.Hour))
}

// A talk whose session cannot be read any more starts afresh; its case stays.
func TestABrokenSessionLosesNothing(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.openCase(zoe)
	contact, err := h.store.Contact(t.Context(), town, zoe)
	if err != nil {
		t.Fatal(err)
	}
	contact.Session = []byte(`{"asking":7}`)
	c := h.store.Change(town, start)
	c.Contact(contact)
	if err := h.store.Write(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	h.text(zoe, "are you there", start.Add(time.Hour))
	if r := h.pass(start.Add(2 * time.Hour)); r.Turns != 1 {
		t.Errorf("report %+v", r)
	}
	if got := h.said(h.cases()[0].Reference); len(got) != 2 {
		t.Errorf("the log has %q", got)
	}
}

func TestSharedWorkersAnswerOnce(t *testing.T) {
	t.Parallel()
	e := engine(t)
	a := open(t, e, func(o *intake.Options) { o.Shared = true })
	b := open(t, e, func(o *intake.Options) { o.Shared = true; o.Draw = nil })
	for i := range 40 {
		a.text(casework.NewAddress(casework.SMS, fmt.Sprintf("+4477106%05d", i)), "it hit me", start)
		a.text(casework.NewAddress(casework.SMS, fmt.Sprintf("+4477105%05d", i)), "it is wrong", start)
	}
	done := make(chan int)
	for _, h := range []*house{a, b} {
		go func() {
			total := 0
			for range 3 {
				r, err := h.worker.Pass(context.Background(), start.Add(time.Minute))
				if err != nil {
					t.Error(err)
				}
				total += r.Turns
			}
			done <- total
		}()
	}
	if total := <-done + <-done; total != 80 {
		t.Errorf("%d turns, want each of 80 once", total)
	}
	if got := len(a.entries()["receipt"]); got != 80 {
		t.Errorf("%d replies, want 80", got)
	}
	a.quiet(start.Add(time.Hour))
}

// A lease keeps another worker off, but never from danger.
func TestALeaseYieldsToDanger(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), func(o *intake.Options) { o.Shared = true })
	h.text(zoe, "hello", start)
	waiting, err := h.store.Waiting(t.Context(), town, start, 1)
	if err != nil || len(waiting) != 1 {
		t.Fatal(waiting, err)
	}
	c := h.store.Change(town, start)
	c.Lease(waiting[0], start.Add(time.Minute))
	if err := h.store.Write(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if r := h.pass(start.Add(30 * time.Second)); r.Turns != 0 {
		t.Errorf("%+v: the lease was not kept", r)
	}
	h.text(zoe, "he hit me", start.Add(31*time.Second))
	if r := h.pass(start.Add(31 * time.Second)); r.Turns != 1 {
		t.Errorf("%+v: danger waited for a lease", r)
	}
	h.quiet(start.Add(time.Hour))
}

// Somebody else changes the case in the midst of a turn: it is done over.
func TestAConflictIsDoneOver(t *testing.T) {
	t.Parallel()
	var h *house
	times := 0
	between := func(s conversation.Session, f conversation.Facts, in []conversation.Input, now time.Time) (conversation.Session, []conversation.Act, []casework.Say) {
		if times++; times == 2 {
			h.note()
		}
		return step(s, f, in, now)
	}
	h = open(t, engine(t), func(o *intake.Options) {
		c := o.Councils[town]
		c.Step = between
		o.Councils[town] = c
	})
	h.openCase(zoe)
	h.text(zoe, "more", start.Add(time.Hour))
	if r := h.pass(start.Add(2 * time.Hour)); r.Turns != 1 || times != 3 {
		t.Errorf("report %+v after %d steps, want one turn that took two", r, times)
	}
	if got := h.said(h.cases()[0].Reference); len(got) != 2 {
		t.Errorf("the log has %q", got)
	}
}

// note is an officer at work.
func (h *house) note() {
	h.t.Helper()
	c := h.cases()[0]
	next, events, _, err := c.Apply(casework.Note{Text: "rang the school"}, rules, start)
	if err != nil {
		h.t.Fatal(err)
	}
	c.Case = next
	change := h.store.Change(town, start)
	change.Case(c, events)
	if err := h.store.Write(context.Background(), change); err != nil {
		h.t.Fatal(err)
	}
}
