package intake_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/intake"
	"heard/store"
	"heard/store/storetest"
)

// answering returns a channel that gets a value for each turn that is tried.
func answering(o *intake.Options) <-chan struct{} {
	turns := make(chan struct{}, 10)
	c := o.Councils[town]
	c.Step = func(s conversation.Session, f conversation.Facts, in []conversation.Input, now time.Time) (conversation.Session, []conversation.Act, []casework.Say) {
		turns <- struct{}{}
		return step(s, f, in, now)
	}
	o.Councils[town] = c
	return turns
}

func run(t *testing.T, w *intake.Worker) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.Run(ctx)
	}()
	t.Cleanup(func() { stop(); <-done })
}

func TestRunAnswersWhatComes(t *testing.T) {
	t.Parallel()
	var turns <-chan struct{}
	h := open(t, engine(t), func(o *intake.Options) { o.Settle = 0; turns = answering(o) })
	run(t, h.worker)
	for range 3 {
		h.text(zoe, "hello", time.Now())
		h.worker.Wake()
		<-turns
	}
	h.text(zoe, "from another process", time.Now())
	<-turns // the poll finds it
}

// away is an engine that cannot be reached for a while.
type away struct {
	store.Engine
	calls atomic.Int32
}

func (a *away) Due(ctx context.Context, queue string, until int64, limit int) ([]store.Doc, error) {
	if a.calls.Add(1) <= 2 {
		return nil, storetest.ErrInjected
	}
	return a.Engine.Due(ctx, queue, until, limit)
}

func TestRunOutlastsAStoreThatIsAway(t *testing.T) {
	t.Parallel()
	var turns <-chan struct{}
	e := engine(t)
	h := open(t, &away{Engine: e}, func(o *intake.Options) { o.Settle = 0; turns = answering(o) })
	h.text(zoe, "hello", time.Now())
	run(t, h.worker)
	<-turns
}

func TestNewSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	if _, err := intake.New(intake.Options{}); err == nil || err.Error() != "intake: Store is missing" {
		t.Errorf("got %v", err)
	}
}
