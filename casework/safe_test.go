package casework_test

import (
	"testing"
	"time"

	"heard/casework"
)

// What is written unasked waits for an hour that is safe and not quiet.
func TestSafeContactNext(t *testing.T) {
	t.Parallel()
	quiet := casework.Hours{From: 20 * 60, To: 8 * 60}
	for _, c := range []struct {
		name string
		safe casework.SafeContact
		at   string // London; 11 January 2027 is a Monday
		want string
	}{
		{"no hours", casework.SafeContact{}, "2027-01-11 09:00", "2027-01-11 09:00"},
		{"quiet", casework.SafeContact{}, "2027-01-11 22:00", "2027-01-12 08:00"},
		{"before", casework.SafeContact{NotBefore: "16:00"}, "2027-01-11 09:00", "2027-01-11 16:00"},
		{"after", casework.SafeContact{NotAfter: "18:00"}, "2027-01-11 18:00", "2027-01-12 08:00"},
		{"just before", casework.SafeContact{NotAfter: "18:00"}, "2027-01-11 17:59", "2027-01-11 17:59"},
		{"at night after", casework.SafeContact{NotAfter: "18:00"}, "2027-01-11 02:00", "2027-01-11 08:00"},
		{"between, missed", casework.SafeContact{NotBefore: "16:00", NotAfter: "18:00"}, "2027-01-11 18:30", "2027-01-12 16:00"},
		{"weekdays", casework.SafeContact{Days: "mon tue wed thu fri"}, "2027-01-16 12:00", "2027-01-18 08:00"},
		{"one day", casework.SafeContact{Days: "sun", NotBefore: "16:00"}, "2027-01-17 17:00", "2027-01-17 17:00"},
		{"one day, missed", casework.SafeContact{Days: "sun", NotBefore: "16:00", NotAfter: "17:00"}, "2027-01-17 17:00", "2027-01-24 16:00"},
		{"summer time", casework.SafeContact{NotBefore: "16:00"}, "2027-06-14 09:00", "2027-06-14 16:00"},
		{"none", casework.SafeContact{NotBefore: "21:00"}, "2027-01-11 09:00", ""},
	} {
		at := inLondon(t, c.at)
		got, ok := c.safe.Next(at, quiet)
		switch {
		case c.want == "" && ok:
			t.Errorf("%s: %v is safe, and none is", c.name, got)
		case c.want != "" && (!ok || !got.Equal(inLondon(t, c.want))):
			t.Errorf("%s: %v %v, not %s", c.name, got, ok, c.want)
		}
	}
}

func inLondon(t *testing.T, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, casework.London)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
