package configs

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
	"heard/wording"
)

// This file does anything at any time to a case of each council, and holds what
// must be so whatever officers do. The seeds are fixed.

// life is a case with its log, woken whenever it is due.
type life struct {
	t    *testing.T
	r    casework.Rules
	c    casework.Case
	now  time.Time
	log  []casework.Event
	said []casework.Message
}

func newLife(t *testing.T, council string, kind casework.Kind, received string) *life {
	t.Helper()
	at, err := time.Parse(time.RFC3339, received)
	if err != nil {
		t.Fatal(err)
	}
	l := &life{t: t, r: casework.Rules{Procedure: mustProcedure(t, council), Calendar: Calendar()}, now: at}
	l.must(casework.OpenCase{
		Reference: casework.NewReference(l.r.Procedure.Prefix, [4]byte{1, 2, 3, 4}), Council: council, Kind: kind,
		ReceivedAt: at, From: "sms:+447700900123", Language: "en", Statement: "my sw never turns up",
	})
	return l
}

func (l *life) do(a casework.Action) error {
	next, events, messages, err := l.c.Apply(a, l.r, l.now)
	if err == nil {
		l.c = next
		l.took(events, messages)
	}
	return err
}

func (l *life) must(a casework.Action) {
	l.t.Helper()
	if err := l.do(a); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) took(events []casework.Event, messages []casework.Message) {
	l.log, l.said = append(l.log, events...), append(l.said, messages...)
	l.hold()
}

// until lets time pass; the case is woken whenever it is due.
func (l *life) until(to time.Time) {
	l.t.Helper()
	for range 10_000 {
		if l.c.Due.IsZero() || l.c.Due.After(to) {
			l.now = laterOf(l.now, to)
			return
		}
		l.now = laterOf(l.now, l.c.Due)
		next, events, messages := l.c.Wake(l.r, l.now)
		l.c = next
		l.took(events, messages)
		if !l.c.Due.IsZero() && !l.c.Due.After(l.now) {
			l.t.Fatalf("woken at %s it is due at %s", l.now, l.c.Due)
		}
		if _, again, more := l.c.Wake(l.r, l.now); len(again)+len(more) > 0 {
			l.t.Fatalf("woken twice at %s it did something: %v", l.now, again)
		}
	}
	l.t.Fatal("it is woken for ever")
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// hold checks what is always so.
func (l *life) hold() {
	l.t.Helper()
	if l.c.Status == casework.Open && l.c.Due.IsZero() {
		l.t.Fatalf("an open case with nothing due, after %s", l.log[len(l.log)-1].What)
	}
	for _, d := range l.c.Deadlines {
		for _, day := range []casework.Date{d.Due, d.Latest, d.DueHeld} {
			counts := d.Span.Unit == casework.WorkingDays || d.Span.IsZero()
			if counts && !day.IsZero() && !l.r.Calendar.WorkingDay(day) {
				l.t.Fatalf("%s is due on %s, no working day: %s", d.Step, day, d.Sum)
			}
		}
		if !d.Latest.IsZero() && d.Due.After(d.Latest) && len(l.c.Holds) == 0 {
			l.t.Fatalf("%s is due after its last day: %+v", d.Step, d)
		}
	}
	if l.c.Assigned != "" && !l.c.MayRead(l.c.Assigned) {
		l.t.Fatalf("%s has a case that names them", l.c.Assigned)
	}
}

// replays checks that the log alone gives the case.
func (l *life) replays() {
	l.t.Helper()
	again, err := casework.Replay(l.log, l.r)
	if err != nil {
		l.t.Fatal(err)
	}
	if diff := cmp.Diff(written2(l.t, l.c), written2(l.t, again)); diff != "" {
		l.t.Fatalf("the log gives another case (-case +log):\n%s", diff)
	}
}

func written2(t *testing.T, c casework.Case) string {
	t.Helper()
	b, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// seeds is how many lives each council gets.
const seeds = 2

func TestWhateverOfficersDoTheCaseIsSomebodysAndItsLogTellsAll(t *testing.T) {
	t.Parallel()
	for _, council := range Procedures() {
		for seed := range uint64(seeds) {
			anyLife(t, council, seed)
		}
	}
}

// anyLife lives a case as chance has it.
func anyLife(t *testing.T, council string, seed uint64) *life {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 7))
	kind := casework.Complaint
	if seed%10 == 9 {
		kind = casework.Compliment
	}
	l := newLife(t, council, kind, fmt.Sprintf("20%02d-%02d-%02dT10:00:00Z", 22+seed%6, 1+seed%12, 1+seed%28))
	l.must(casework.SetSafeContact{Safe: casework.Yes})
	for range 30 {
		l.until(l.now.Add(time.Duration(rng.IntN(7*24)) * time.Hour))
		for range 8 { // most are not possible, and say why
			if l.do(anything(rng, l)) == nil {
				break
			}
		}
	}
	l.replays()
	l.uniqueKeys()
	return l
}

func (l *life) uniqueKeys() {
	l.t.Helper()
	seen := map[string]bool{}
	for _, m := range l.said {
		if seen[m.Key] {
			for _, e := range l.log {
				l.t.Log(e.At.Format(time.DateTime), e.Who, e.What)
			}
			l.t.Fatalf("%s is said twice", m.Key)
		}
		seen[m.Key] = true
	}
}

// anything is some action with some arguments, right ones as often as not.
func anything(rng *rand.Rand, l *life) casework.Action {
	today := casework.DateOf(l.now)
	day := func(from, span int) casework.Date { return today.Add(from + rng.IntN(span)) }
	ahead := l.r.Calendar.NextWorkingDay(day(0, 40))
	before := day(-5, 6)
	at := before.At(12, 0)
	if at.After(l.now) {
		at = time.Time{}
	}
	name := pick(rng, "Ann Lee", "Bob Ray", "Cem Oz", "Dee Fox", "Eve Kay", "Flo May", "Gus Hay")
	outcome := pick(rng, "upheld", "not_upheld", "partly_upheld", "")
	route := "none"
	if rs := l.r.Procedure.Routes; len(rs) > 0 {
		route = rs[rng.IntN(len(rs))].Name
	}
	yes := rng.IntN(2) == 0
	all := []casework.Action{
		casework.Acknowledge{By: "A", At: at}, casework.Contacted{At: at}, casework.DutyDone{Duty: pick(rng, "spoke", "read"), At: at},
		casework.Note{Text: "x"}, casework.Assign{To: name}, casework.Describe{Text: "more"},
		casework.Decide{Kind: pick(rng, casework.Complaint, casework.Comment, ""), Track: pick(rng, casework.Statutory, casework.Corporate, ""), Reason: "so"},
		casework.EarlyResolution{Solved: yes, At: at}, casework.Extend{Until: ahead, Reason: "records"},
		casework.WantAdvocate{Wanted: pick(rng, casework.Yes, casework.No)}, casework.ShareContact{Share: casework.Yes},
		casework.HoldForAdvocate{At: at, Agreed: yes}, casework.AdvocateReferred{At: at}, casework.AdvocateAppointed{Name: name, At: at},
		casework.AdvocateContacted{At: at}, casework.HoldForCourt{Reason: "a hearing"}, casework.TakeUpAgain{At: at},
		casework.AnswerStage{Outcome: outcome, How: pick(rng, "", "post", "text"), At: at, Actions: agreed(rng, name, ahead)},
		casework.AnswerStage{Outcome: outcome, At: at, Found: "late"}, casework.ActionDone{Number: 1, At: at}, casework.ActionDone{Number: 2, At: at}, casework.ActionDone{Number: 3, At: at}, casework.MeetingOffered{On: ahead}, casework.MeetingHeld{At: at},
		casework.RequestStage{}, casework.RequestStage{By: "A", On: before, Unclear: yes}, casework.StraightToStage2{Agreed: "the child", On: before},
		casework.Appoint{Investigator: name, Independent: pick(rng, "Ida Low", "")}, casework.AgreeStatement{At: at}, casework.SendReport{At: at},
		casework.ConvenePanel{On: ahead, Agreed: yes}, casework.ConvenePanel{On: ahead, Agreed: true}, casework.PanelPoints{Text: "this"},
		casework.PanelReport{At: at}, casework.FinalAnswer{Outcome: outcome, At: at}, casework.Posted{Letter: 1 + rng.IntN(4), At: at},
		casework.OmbudsmanEnquiry{Until: ahead}, casework.OmbudsmanAnswered{At: at}, casework.OmbudsmanDecision{Outcome: "fault", At: at},
		casework.AddPerson{Role: "advocate", Name: name, Address: "email:a@example.org", PermissionBy: "the child", PermissionOn: before, May: []string{"letters"}},
		casework.LinkCase{To: casework.NewReference("TST", [4]byte{byte(rng.IntN(8)), 2, 3, 4})}, casework.FlagRoute{Route: route}, casework.TellRoute{Route: route},
		casework.FreezeAsked{What: "the move"}, casework.Reopen{Reason: "new facts"},
		casework.RaiseAlert{Code: "1234", Level: casework.LevelToday}, casework.AcknowledgeAlert{By: "D"},
	}
	if rng.IntN(60) == 0 { // these end much
		all = []casework.Action{
			casework.CloseCase{Reason: "done"}, casework.Withdraw{}, casework.NotAccepted{Reason: "no"}, casework.NoSufficientInterest{Reason: "no"},
			casework.HandToCouncil{To: "Elsewhere", Permission: "the child"}, casework.NamePerson{Name: name},
		}
	}
	return all[rng.IntN(len(all))]
}

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

func agreed(rng *rand.Rand, owner string, day casework.Date) []casework.Agreed {
	if rng.IntN(3) > 0 {
		return nil
	}
	return []casework.Agreed{{What: "ring each week", Owner: owner, Date: day}}
}

func readerOf(m casework.Message, ch casework.Channel) wording.Reader {
	to := wording.Reader{Channel: ch, Audience: wording.Child, Today: casework.Date{Year: 2027, Month: 1, Day: 11}}
	if m.To.Office != "" {
		to.Audience, to.Channel = wording.Officer, casework.Email
	}
	return to
}
