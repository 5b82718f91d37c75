package redis

import (
	"context"
	"errors"
	"strings"
	"testing"

	"heard/store"
)

func TestARedisThatWouldForgetIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		settings []string
		everysec bool
		want     string // what the error tells to set; "" for none
	}{
		{"no file", []string{"--appendonly", "no"}, true, "`appendonly yes`"},
		{"synced always", always, false, ""},
		{"synced always, less allowed", always, true, ""},
		{"synced each second", everysec, false, "`appendfsync always`, or accept"},
		{"synced each second, allowed", everysec, true, ""},
		{"synced at times", []string{"--appendfsync", "no"}, true, "`appendfsync always`"},
		{"not synced in a rewrite", append([]string{"--no-appendfsync-on-rewrite", "yes"}, always...), true, "`no-appendfsync-on-rewrite no`"},
		{"evicting", append([]string{"--maxmemory-policy", "allkeys-lru"}, always...), true, "`maxmemory-policy noeviction`"},
		{"hidden", hidden(always), false, "`config|get`"},
		{"hidden, allowed", hidden(always), true, ""},
		{"hidden, no file", append(hidden(always), "--appendonly", "no"), true, "`appendonly yes`"},
		{"hidden, evicting", append(hidden(always), "--maxmemory-policy", "volatile-ttl"), true, "`maxmemory-policy noeviction`"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := start(t, c.settings...).options()
			o.AllowEverysec = c.everysec
			e, err := Open(t.Context(), o)
			if err == nil {
				e.Close()
			}
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, store.ErrAway)):
				t.Errorf("error %v, want one that says %s", err, c.want)
			case err != nil && strings.Contains(err.Error(), "\n"):
				t.Errorf("error of several lines: %v", err)
			}
		})
	}
}

// hidden is a Redis whose CONFIG is not for us, as hosted ones are.
func hidden(args []string) []string {
	return append([]string{"--rename-command", "CONFIG", ""}, args...)
}

func TestARedisThatIsToForgetLaterIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := start(t, always...)
	e := s.open(t)
	put := store.Batch{Puts: []store.Put{{Key: "home/a"}}}
	write := func() error { return e.Write(t.Context(), put) }
	if err := write(); err != nil {
		t.Fatal(err)
	}
	s.ask(t, "config", "set", "appendfsync", "no")
	s.ask(t, "client", "kill", "type", "normal")
	eventually(t, "no more writes", func() bool { return write() != nil })
	if err := write(); !errors.Is(err, store.ErrAway) || !strings.Contains(err.Error(), "would forget") {
		t.Errorf("error %v", err)
	}
	s.ask(t, "config", "set", "appendfsync", "always")
	eventually(t, "writes again", func() bool { return write() == nil })
}

func TestWrongOptionsAreRefused(t *testing.T) {
	t.Parallel()
	locked := start(t, append([]string{"--requirepass", "secret"}, always...)...)
	for _, c := range []struct {
		name    string
		options Options
		want    string // in the error; "" for none
		away    bool
	}{
		{"nothing", Options{}, "no address", false},
		{"two things at once", Options{Addresses: []string{"a:1"}, Master: "m", Cluster: true}, "not both", false},
		{"several of what", Options{Addresses: []string{"a:1", "b:1"}}, "set master", false},
		{"nobody there", Options{Addresses: []string{locked.address + "-no"}}, "no such file", true},
		{"no password", locked.options(), "HEARD_REDIS_PASSWORD (NOAUTH", false},
		{"a wrong password", Options{Addresses: []string{locked.address}, Password: "guess"}, "HEARD_REDIS_PASSWORD (WRONGPASS", false},
		{"the password", Options{Addresses: []string{locked.address}, Password: "secret"}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e, err := Open(t.Context(), c.options)
			if err == nil {
				e.Close()
			}
			if (err != nil) != (c.want != "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if errors.Is(err, store.ErrAway) != c.away {
				t.Errorf("error %v, away: %t", err, c.away)
			}
		})
	}
	t.Run("nobody waits", func(t *testing.T) {
		t.Parallel()
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Open(gone, locked.options()); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}
