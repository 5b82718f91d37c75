package casework

// FlagMany marks a case whose sender writes more than is answered.
const FlagMany Flag = "many_messages"

// ManyMessages says that somebody writes so much that it is not answered one by
// one any more. All of it is kept; a person reads it.
type ManyMessages struct{}

func (ManyMessages) apply(ch *change) error {
	ch.c.flag(FlagMany)
	ch.log(WhoHeard, "stopped answering each message for today", "")
	ch.task("officer.many", nil)
	return nil
}
