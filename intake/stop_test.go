package intake_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"heard/store"
	"heard/store/storetest"
)

// The worker is stopped before and after each call that it makes of its
// engine, and started anew: every message is answered exactly once.
func TestStoppedAnywhereEachMessageIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{
		"danger":           {"hello", "he hit me"},
		"a turn that dies": {"one", "panic", "two"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.EachFailure(t, func(t *testing.T) store.Engine { return engine(t) }, storetest.Script{
				Setup: func(_ context.Context, e store.Engine) error {
					h := open(t, e, nil)
					for _, text := range texts {
						h.text(zoe, text, start)
					}
					return nil
				},
				Run: func(ctx context.Context, e store.Engine) error {
					_, err := open(t, e, nil).worker.Pass(ctx, start.Add(time.Minute))
					return err
				},
				Check: func(t *testing.T, e store.Engine, _ storetest.Fault, err error) {
					h := open(t, e, nil)
					if err != nil {
						h.pass(start.Add(time.Minute))
					}
					h.answeredOnce(texts)
				},
			})
		})
	}
}

func (h *house) answeredOnce(texts []string) {
	h.t.Helper()
	var want []string
	danger := 0
	for _, text := range texts {
		if !strings.Contains(text, "panic") {
			want = append(want, text)
		}
		if strings.Contains(text, "hit") {
			danger++
		}
	}
	cases := h.cases()
	if len(cases) != 1 {
		h.t.Fatalf("%d cases, want 1", len(cases))
	}
	if got := h.said(cases[0].Reference); strings.Join(got, "|") != strings.Join(want, "|") {
		h.t.Errorf("the log has %q, want %q", got, want)
	}
	out := h.entries()
	replies := map[string]bool{}
	for _, e := range out["receipt"] {
		replies[e.About] = true
	}
	if len(replies) != len(out["receipt"]) || len(replies) == 0 || len(out["duty.alert"]) != 2*danger || len(out["duty.call"]) != danger || len(out["officer.new"]) != 1 {
		h.t.Errorf("outbox %+v", out)
	}
	if got := len(h.aside()); got != len(texts)-len(want) || len(out["officer.set_aside"]) != got {
		h.t.Errorf("%d set aside, outbox %+v", got, out)
	}
	h.quiet(start.Add(time.Minute))
}
