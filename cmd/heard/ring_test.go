package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"heard/sandbox"
)

// ring posts what the page's button does.
func (s *street) ring(body string, args ...any) (c sandbox.Call) {
	s.Helper()
	res, err := http.Post(s.sandbox.URL+"/sandbox/ring", "application/json", strings.NewReader(fmt.Sprintf(body, args...)))
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || json.Unmarshal(said, &c) != nil {
		s.Fatalf("answered %d %s, %v", res.StatusCode, said, err)
	}
	return c
}

// TestTheNumberIsRungFromThePage rings a council in office hours, where nobody
// comes to the phone, and at night.
func TestTheNumberIsRungFromThePage(t *testing.T) {
	t.Parallel()
	s := newStreet(t, "2027-01-11T11:00:00Z", "hampshire")
	number := s.councils[0].numbers[0]
	c := s.ring(`{"from":%q,"to":%q}`, zoe, number)
	if !strings.Contains(c.Words, "9 9 9") || !strings.HasPrefix(c.Through, "+44") {
		t.Errorf("by day: %+v", c)
	}
	if c = s.ring(`{"sid":%q,"ended":"no-answer"}`, c.SID); !strings.Contains(c.Answer, "Nobody could come to the phone") {
		t.Errorf("nobody came, and %q is said", c.Answer)
	}
	s.missed(t, 1)
	s.wait(12 * time.Hour) // the letter has gone by mail
	if c = s.ring(`{"from":%q,"to":%q}`, tariq, number); c.Through != "" || !strings.Contains(c.Words, "office is closed") {
		t.Errorf("by night: %+v", c)
	}
	s.missed(t, 1)
}

// missed counts the missed calls that the page shows as waiting for an officer.
func (s *street) missed(t *testing.T, want int) {
	t.Helper()
	tasks, err := json.Marshal(s.pageTasks())
	if n := strings.Count(string(tasks), `"officer.rang`); err != nil || n != want {
		t.Errorf("%d missed calls are shown in %s, %v", n, tasks, err)
	}
}
