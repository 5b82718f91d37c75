package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store/storetest"
)

// TestTheLogTellsNobodysBusiness sends marked words to marked people through
// everything that can go wrong, and searches the service's log for the marks.
func TestTheLogTellsNobodysBusiness(t *testing.T) {
	t.Parallel()
	w := newWorldOver(t, storetest.NewMemory())
	var log bytes.Buffer
	w.o.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.o.Parallel = 1
	w.start()
	const words, number = "XMARKX", "447700900123"
	c := w.openCase("TWN-23456", casework.Describe{Text: words}, casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
	failures := []error{
		busy, cut, stopped, errors.New("Post https://api/?To=" + number + " " + words), context.DeadlineExceeded,
		&notify.SendError{Temporary: true, Operator: true, Code: "20003", Hint: "Tell whoever runs this service."},
	}
	for i, err := range failures {
		w.phone.failing(func(notify.Text) (bool, error) { return false, err })
		e := reply(child, fmt.Sprint("in/", i), "hello", "unspeakable")
		if i%2 == 0 {
			e = reply(child, fmt.Sprint("in/", i), "hello")
		}
		e.Case = c.Reference
		e.Says[0].Blanks = casework.Blanks{"code": {Name: words}}
		w.say(e)
		w.phone.blind = err
		w.advance(time.Hour)
	}
	for _, mark := range []string{words, number} {
		if strings.Contains(log.String(), mark) {
			t.Errorf("the log has %s", mark)
		}
	}
	for _, want := range []string{`"case":"TWN-23456"`, `"hint":"Tell whoever runs this service."`, `"level":"ERROR"`, "21610"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s", want)
		}
	}
}
