package conversation_test

import (
	"testing"

	"heard/casework"
	"heard/conversation"
)

// What a mail quotes is heard too, but our own advice that comes back in it is
// no danger.
func TestAQuoteIsHeardForDangerButNotOurOwnAdvice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		hidden string
		danger bool
	}{
		"our own mail": {"On 13 Jan the team wrote:\n> No one may treat you worse.\n>\n> In danger? Ring\n> 999. To talk: Childline.\n>\n> Complaints team", false},
		"a child's":    {"> mum he hit me again\n>\n> In danger? Ring 999.", true},
	} {
		p := newTalker(t, casework.Email)
		says := p.say(conversation.Said{Text: "Please see below.", Hidden: c.hidden})
		if got := says[0].Template == "danger.now"; got != c.danger {
			t.Errorf("%s was answered with %v", name, says)
		}
	}
}
