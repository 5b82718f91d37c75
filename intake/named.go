package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"heard/casework"
	"heard/conversation"
	"heard/store"
)

// lookUp finds the case that a turn names and that is not this contact's, with
// the safe words of those who have written about it. Step alone says whether
// one of them was said.
func (t *turn) lookUp(ctx context.Context, inputs []conversation.Input) (*conversation.Named, error) {
	ref := conversation.Names(t.council.Rules.Procedure.Prefix, t.session, inputs)
	if ref == "" || slices.Contains(t.contact.Cases, ref) {
		return nil, nil
	}
	cases, err := t.w.o.Store.Cases(ctx, t.name, ref)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	t.named = &worked{Case: cases[0]}
	named := &conversation.Named{Case: cases[0].Case}
	for _, a := range named.Case.Contacts {
		contact, err := t.w.o.Store.Contact(ctx, t.name, a)
		if err != nil {
			return nil, err
		}
		named.SafeWords = append(named.SafeWords, contact.SafeWord)
	}
	return named, nil
}

// join makes the named case one of the contact's.
func (t *turn) join(ref casework.Reference) error {
	if t.named == nil || t.named.Reference != ref {
		return fmt.Errorf("case %q was not looked up: %w", ref, store.ErrNotFound)
	}
	t.cases = slices.Insert(t.cases, 0, t.named)
	t.contact.Cases = slices.Insert(slices.Clone(t.contact.Cases), 0, ref)
	return nil
}
