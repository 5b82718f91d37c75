package notify_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store/storetest"
)

// TestRun lets a sender run, and a pass over the cases every minute, by a clock
// that costs nothing.
func TestRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorldOver(t, storetest.NewMemory())
		w.o.Now = time.Now
		w.phone.now = time.Now
		w.start()
		wakes := w.wakes()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan bool)
		go func() { w.sender.Run(ctx); ended <- true }()

		w.clock.set(time.Now())
		w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
		w.say(reply(child, "a", "hello"))
		time.Sleep(2 * time.Second)
		w.check("by the poll", w.phone.bodies(child), []string{"hello"})

		w.say(reply(child, "b", "again"))
		w.sender.Wake()
		synctest.Wait()
		w.check("when woken", w.phone.bodies(child), []string{"hello", "again"})

		for range 31 {
			time.Sleep(time.Minute)
			if _, err := wakes.Pass(ctx, time.Now()); err != nil {
				t.Error(err)
			}
			w.sender.Wake()
		}
		synctest.Wait()
		w.check("alerts", len(containing(w.phone.to(), "duty.alert")), 1+6)
		cancel()
		<-ended
	})
}

// TestASendIsNotCutOff ends a sender while a text is being handed over.
func TestASendIsNotCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.phone.failing(func(notify.Text) (bool, error) {
		cancel()
		return false, nil
	})
	w.say(reply(child, "a", "one", "two"), reply(adult, "b", "hello"))
	did, _ := w.sender.Pass(ctx, w.clock.Now())
	if did.Sent < 2 {
		t.Errorf("sent %d", did.Sent)
	}
	w.check("begun is ended", len(w.phone.texts), did.Sent)
	w.advance(time.Second)
	w.check("the rest goes on", len(w.outbox()), 0)
}

func TestAConfigurationThatMissesSomethingIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, spoil := range map[string]func(*notify.Options){
		"no store": func(o *notify.Options) { o.Store = nil },
		"no words": func(o *notify.Options) { o.Render = nil },
		"no rota":  func(o *notify.Options) { o.Councils = map[string]notify.Council{town: {}} },
	} {
		o := w.o
		spoil(&o)
		if _, err := notify.New(o); err == nil {
			t.Errorf("%s: taken", name)
		}
		if _, err := notify.NewWakes(o); err == nil {
			t.Errorf("%s: taken for wakes", name)
		}
	}
}
