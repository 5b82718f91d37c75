package intake

import (
	"context"
	"time"

	"heard/casework"
	"heard/store"
)

// patience is how often a turn may fail before its message is set aside.
const patience = 3

// failed notes that a turn failed. A message that failed on its own often
// enough is set aside; of several that fail together the culprit is first
// found by answering them one by one. The rest go on.
func (w *Worker) failed(ctx context.Context, in store.Inbox, messages []store.Inbound, more bool, now time.Time, cause error) (Report, error) {
	in.Fails++
	in.Leased = time.Time{}
	aside := in.Fails >= patience && len(messages) == 1
	w.o.Log.ErrorContext(ctx, "a turn failed", "council", in.Council, "inbox", in.Key, "times", in.Fails, "set_aside", aside, "error", cause)
	c := w.o.Store.Change(in.Council, now)
	did := Report{Failed: 1}
	if aside {
		did = Report{Aside: 1}
		w.setAside(c, messages[0], "officer.set_aside", messages[0].Urgent || messages[0].Err != nil)
		in.Fails = 0
		handled(c, in, messages, more)
	} else {
		c.Inbox(in)
	}
	if err := w.o.Store.Write(ctx, c); err != nil {
		return Report{}, ignoreConflict(err)
	}
	return did, nil
}

// setAside keeps a message for a person, and tells them. Where there may be
// danger the person on duty is told, at once.
func (w *Worker) setAside(c *store.Change, m store.Inbound, template casework.Template, danger bool) {
	c.Aside(m)
	rules := w.o.Councils[c.Council].Rules
	task := casework.Message{
		Key:       "aside/" + m.Key,
		To:        casework.Recipient{Office: casework.Officer},
		Says:      casework.Fill([]casework.Say{{Template: template}}, casework.Case{}, rules, w.o.Needs),
		NotBefore: rules.NextOfficeTime(c.Now),
		Group:     "officer",
	}
	c.Say(store.Entry{Message: task, About: task.Key, Audience: store.ForOfficers})
	if danger {
		task.Key += "/duty"
		task.To, task.NotBefore, task.Group, task.Urgent = casework.Recipient{Office: casework.Duty}, time.Time{}, "", true
		task.Says = casework.Fill([]casework.Say{{Template: "duty.set_aside"}}, casework.Case{}, rules, w.o.Needs)
		c.Say(store.Entry{Message: task, About: task.Key, Audience: store.ForOfficers})
	}
}
