package main

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"heard/casework"
	"heard/sandbox"
	"heard/store"
)

// takeOver is how long a mail may wait whose mailbox was read by a process that
// died, and a little for a busy machine.
const takeOver = 30*time.Second + 3*time.Second

// TestAMailboxIsReadByOneProcessAndTakenOverWhenItDies lets three processes
// share a mailbox, of which the one that reads it is killed.
func TestAMailboxIsReadByOneProcessAndTakenOverWhenItDies(t *testing.T) {
	t.Parallel()
	f := newFleet(t, 0, "mailbox,worker,sender", "mailbox,worker,sender", "mailbox,worker,sender")
	f.openSandboxMail(t)
	f.sailAlone(0)
	first := &writer{post: f.provider.Mail, from: "first@example.org"}
	if err := first.write(t.Context(), letterTalk[0]); err != nil { // the only one there is its reader
		t.Fatal(err)
	}
	f.sail()
	f.sink(0, syscall.SIGKILL)
	killed := time.Now()
	m, err := f.provider.Mail.Deliver(t.Context(), sandbox.Mail{From: parentMail, To: []string{councilMail}, Raw: eml(t, "disgrace")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), answerLimit)
	defer cancel()
	if _, err := f.provider.Mail.Await(ctx, m.Seq, func(a sandbox.Mail) bool { return a.InReplyTo == m.MessageID }); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(killed); took > takeOver {
		t.Errorf("it was taken over and answered after %s", took)
	} else {
		t.Logf("it was taken over and answered after %s", took.Round(time.Second))
	}
	f.filesAreShared(parentMail)
	f.sail()
	enough := make(chan struct{})
	done := f.correspond(3, enough)
	wait(t.Context(), time.Second)
	f.sink(1, syscall.SIGTERM) // if it was the reader, it gives the mailbox back
	wait(t.Context(), time.Second)
	close(enough)
	all := done()
	wait(t.Context(), time.Second) // for what should not come
	f.anchor()
	for _, w := range append(all, first) {
		if err := w.rest(); err != nil {
			t.Error(err)
		}
	}
}

// sailAlone starts one process.
func (f *fleet) sailAlone(i int) {
	f.Helper()
	all := f.ships
	f.ships = f.ships[i : i+1]
	f.sail()
	f.ships = all
}

// filesAreShared sees that what came with a mail can be read by whoever has the
// folder, whichever process put it there.
func (f *fleet) filesAreShared(from string) {
	f.Helper()
	h := f.house(f.T)
	keys, err := h.keys()
	if err != nil {
		f.Fatal(err)
	}
	blobs, err := store.NewBlobs(filepath.Join(f.data(), "blobs"), keys)
	if err != nil {
		f.Fatal(err)
	}
	contact, err := h.store.Contact(f.Context(), "hampshire", casework.NewAddress(casework.Email, from))
	if err != nil || len(contact.Cases) != 1 {
		f.Fatalf("%d cases, %v", len(contact.Cases), err)
	}
	cases, err := h.store.Cases(f.Context(), "hampshire", contact.Cases...)
	if err != nil || len(cases[0].Files) != 2 {
		f.Fatalf("%+v, %v", cases, err)
	}
	for _, file := range cases[0].Files {
		if got, err := blobs.Get(f.Context(), "hampshire", file.Source); err != nil || int64(len(got)) != file.Size {
			f.Errorf("%s: %d bytes of %d, %v", file.Name, len(got), file.Size, err)
		}
	}
}
