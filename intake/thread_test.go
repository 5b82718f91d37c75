package intake_test

import (
	"slices"
	"testing"
	"time"

	"heard/casework"
	"heard/store"
)

func TestAMailIsAnsweredInItsConversation(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	const dawn = casework.Address("email:dawn@example.org")
	at := time.Date(2027, 1, 13, 9, 0, 0, 0, time.UTC)
	in := store.Inbound{Council: town, From: dawn, To: "complaints@town.example", Account: "me", Provider: "2", At: at, Text: "Third time.", Mail: &store.Mail{
		MessageID: "2@example.org", References: []string{"0@example.org", "1@example.org"}, Class: "person",
	}}
	if err := h.store.Receive(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	h.pass(at.Add(time.Minute))
	want := []string{"0@example.org", "1@example.org", "2@example.org"}
	if got := h.entries()["receipt"][0].Thread; !slices.Equal(got, want) {
		t.Errorf("the answer is in %v", got)
	}
	// What is said to them later joins the same conversation.
	known, err := h.store.Contact(t.Context(), town, dawn)
	if err != nil || !slices.Equal(known.Thread, want) {
		t.Errorf("the contact is in %v, %v", known.Thread, err)
	}
}
