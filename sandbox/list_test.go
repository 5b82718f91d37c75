package sandbox_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/sandbox"
)

// bodies lists all pages of a query.
func (w *world) bodies(query string) (all []string) {
	w.t.Helper()
	root, _, _ := strings.Cut(w.api, "/2010")
	for at := w.api + ".json?" + query; ; {
		status, got := w.call("GET", at, nil)
		if status != 200 {
			w.t.Fatalf("list %s: %d %v", at, status, got)
		}
		for _, m := range got["messages"].([]any) {
			all = append(all, m.(map[string]any)["body"].(string))
		}
		next, more := got["next_page_uri"].(string)
		if !more {
			return all
		}
		at = root + next
	}
}

func TestListFiltersAsTwilioDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t) // Mon 11 Jan 2027, 09:00
	w.text(child, ours, "in 1")
	w.send(sms(child, "out 1"))
	w.idle() // it is sent on the day on which it was created
	w.now.add(24 * time.Hour)
	w.text(childWA, oursWA, "in 2")
	w.text("+447700900456", ours, "in 3")
	w.idle()
	esc := url.QueryEscape
	for query, want := range map[string][]string{
		"":                  {"in 3", "in 2", "out 1", "in 1"},
		"To=" + esc(ours):   {"in 3", "in 1"},
		"To=" + esc(oursWA): {"in 2"},
		"From=" + esc(ours): {"out 1"},
		"To=" + esc(ours) + "&From=" + esc(child):         {"in 1"},
		"DateSent=2027-01-11":                             {"out 1", "in 1"},
		"DateSent%3E=2027-01-12":                          {"in 3", "in 2"},
		"DateSent>=2027-01-12":                            {"in 3", "in 2"},
		"DateSent%3E=" + esc("2027-01-11T09:00:00Z"):      {"in 3", "in 2", "out 1", "in 1"},
		"DateSent%3E=" + esc("2027-01-11T10:00:01+01:00"): {"in 3", "in 2"},
		"DateSent%3C=2027-01-12":                          {"out 1", "in 1"},
		"DateSent%3C=2027-01-11":                          nil,
		"To=" + ours:                                      nil, // a bare + is a space
	} {
		if got := w.bodies(query); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"DateSent=yesterday", "PageSize=0", "Page=-1", "PageToken=PASM1"} {
		if status, got := w.call("GET", w.api+".json?"+query, nil); status != 400 || got["code"] != 20001.0 {
			t.Errorf("%q: %d %v", query, status, got)
		}
	}
}

func TestPagesStayWhatTheyAreWhileMessagesArrive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 7 {
		w.text(child, ours, fmt.Sprint(i))
	}
	root, _, _ := strings.Cut(w.api, "/2010")
	_, one := w.call("GET", w.api+".json?PageSize=3", nil)
	w.text(child, ours, "late")
	_, two := w.call("GET", root+one["next_page_uri"].(string), nil)
	_, three := w.call("GET", root+two["next_page_uri"].(string), nil)
	var got []string
	for _, p := range []map[string]any{one, two, three} {
		for _, m := range p["messages"].([]any) {
			got = append(got, m.(map[string]any)["body"].(string))
		}
	}
	if want := "6 5 4 3 2 1 0"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if three["next_page_uri"] != nil || three["page"] != 2.0 || three["start"] != 6.0 || three["end"] != 6.0 {
		t.Errorf("last page: %v", three)
	}
}

func TestALostMessageIsOnlyInTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := sandbox.Message{From: child, To: ours, Body: "nobody heard this", Lost: true}
	if _, err := w.twilio.Inbound(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if n := len(w.hook.all()); n != 0 {
		t.Errorf("%d webhooks", n)
	}
	if got := w.bodies("To=" + url.QueryEscape(ours)); len(got) != 1 {
		t.Errorf("listed: %q", got)
	}
}
