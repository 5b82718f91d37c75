package sandbox

import (
	"net/url"
	"slices"
	"strconv"
)

// Callbacks is how status callbacks behave. The zero value tells every step
// once, in order and at once.
type Callbacks struct {
	Off      bool // nothing is told; only a fetch shows how a message fares
	Held     bool // messages stay queued, and all is told late, at Release
	Twice    bool // every callback comes twice
	Reversed bool // the last status comes first
	Read     bool // people read their WhatsApp messages, and it is told
}

// SetCallbacks changes how the callbacks of messages to come behave.
func (t *Twilio) SetCallbacks(c Callbacks) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.callbacks = c
}

// Release lets the messages held so far travel on.
func (t *Twilio) Release() {
	t.mu.Lock()
	held := t.held
	t.held = nil
	t.mu.Unlock()
	for _, f := range held {
		t.work.start(f)
	}
}

// step is one thing that happens to a message on its way.
type step struct {
	status string
	code   int
}

// journey is what will happen to a message. fate is the code that it fails
// with in the end, or 0.
func (t *Twilio) journey(m *Message, fate int) []step {
	steps := []step{{status: "queued"}}
	switch {
	case fate >= 60000: // a channel such as WhatsApp refuses before it sends
		return append(steps, step{failed, fate})
	case fate != 0:
		return append(steps, step{status: "sent"}, step{"undelivered", fate})
	}
	steps = append(steps, step{status: "sent"}, step{status: delivered})
	if isWhatsApp(m.To) && t.rules().Read {
		steps = append(steps, step{status: "read"})
	}
	return steps
}

func (t *Twilio) rules() Callbacks {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.callbacks
}

// travel takes a message through its steps in the background.
func (t *Twilio) travel(sid string, steps []step) {
	rules := t.rules()
	run := func() { t.walk(sid, steps, rules) }
	if !rules.Held {
		t.work.start(run)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = append(t.held, run)
}

func (t *Twilio) walk(sid string, steps []step, rules Callbacks) {
	var told []Message
	for _, s := range steps {
		m := t.move(sid, s)
		if rules.Reversed {
			told = slices.Insert(told, 0, m)
			continue
		}
		t.tell(m, rules)
	}
	for _, m := range told {
		t.tell(m, rules)
	}
}

// move brings a message one step further and returns how it is then.
func (t *Twilio) move(sid string, s step) Message {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.bySID[sid]
	m.Status, m.ErrorCode, m.Updated = s.status, s.code, t.o.Now()
	if m.Sent.IsZero() && s.status != "queued" {
		m.Sent = m.Updated
	}
	t.touch()
	return m.clone()
}

func (t *Twilio) tell(m Message, rules Callbacks) {
	if rules.Off || m.Callback == "" {
		return
	}
	times := 1
	if rules.Twice {
		times = 2
	}
	for range times {
		// Nobody is told of a callback that fails: Twilio, too, only logs it.
		_, _ = t.post(t.ctx, m.Account, m.Callback, m.statusForm())
	}
}

// statusForm is the status callback in the provider's own shape.
func (m *Message) statusForm() url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {m.Status}, "SmsStatus": {m.Status},
		"AccountSid": {m.Account}, "From": {m.From}, "To": {m.To}, "ApiVersion": {apiVersion},
	}
	if m.Service != "" {
		form.Set("MessagingServiceSid", m.Service)
	}
	if m.ErrorCode != 0 {
		form.Set("ErrorCode", strconv.Itoa(m.ErrorCode))
		form.Set("ErrorMessage", words[m.ErrorCode])
	}
	if isWhatsApp(m.To) {
		form.Set("ChannelPrefix", "whatsapp")
		form.Set("ChannelToAddress", m.To)
	}
	return form
}
