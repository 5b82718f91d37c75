package sandbox

import "context"

// Messages is everything that was said so far, either way, oldest first.
func (t *Twilio) Messages() []Message { return t.Since(0) }

// Since is what was said after the message with the number seq.
func (t *Twilio) Since(seq int) []Message {
	all, _ := t.watch(seq)
	return all
}

// Await gives the first message after the one numbered seq that matches, and
// waits for it if need be. It looks again whenever any message changes, so
// match may ask for a status.
func (t *Twilio) Await(ctx context.Context, seq int, match func(Message) bool) (Message, error) {
	return await(ctx, func() ([]Message, <-chan struct{}) { return t.watch(seq) }, match)
}

func (t *Twilio) watch(seq int) ([]Message, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []Message
	for _, m := range t.messages[min(max(seq, 0), len(t.messages)):] {
		if !m.gone {
			all = append(all, m.clone())
		}
	}
	return all, t.changed
}
