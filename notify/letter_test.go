package notify_test

import (
	"slices"
	"testing"
	"time"

	"heard/casework"
	"heard/notify"
	"heard/store"
)

const (
	dawn    = casework.Address("email:dawn@example.org")
	officer = casework.Address("email:o@town.example")
)

// withMail gives the town a mail door.
func (w *world) withMail() *phone {
	w.t.Helper()
	mail := &phone{now: w.clock.Now}
	w.o.Councils[town].Doors[casework.Email] = mail
	w.start()
	return mail
}

func TestAMailHasASubjectWithoutTheMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mail := w.withMail()
	opened := w.openCase("TWN-23456")
	opened.Contacts = []casework.Address{dawn}
	c := w.store.Change(town, w.clock.Now())
	c.Contact(store.Contact{Contact: casework.Contact{Address: dawn, Safe: casework.SafeContact{Safe: casework.Yes}}, Thread: []string{"1@x", "2@x"}})
	c.Case(opened, nil)
	w.write(c)
	answer := reply(dawn, "b", "receipt")
	answer.Case, answer.Thread, answer.Language = "TWN-23456", []string{"0@x"}, "pl"
	w.say(reply(dawn, "a", "hello"), answer, news(opened, "news"))
	w.pass()
	var got []notify.Text
	for _, x := range mail.texts {
		x.Council, x.From, x.Part = "", "", ""
		got = append(got, x.Text)
	}
	slices.SortFunc(got, func(a, b notify.Text) int { return slices.Compare([]byte(a.Body), []byte(b.Body)) })
	w.check("mails", got, []notify.Text{
		{To: dawn, Body: "hello", Subject: "subject.reply.plain", Reply: true},
		{To: dawn, Body: "news", Subject: "subject.notice", Thread: []string{"1@x", "2@x"}},
		{To: officer, Body: "officer.new", Subject: "subject.officer.one", Colleague: true},
		{To: dawn, Body: "receipt", Subject: "subject.reply", Reply: true, Thread: []string{"0@x"}, Language: "pl"},
	})
	w.check("a text has none", w.sentText("c").Subject, "")
}

// sentText sends a text and returns it.
func (w *world) sentText(about string) notify.Text {
	w.t.Helper()
	w.say(reply(child, about, "hello"))
	w.pass()
	return w.phone.texts[len(w.phone.texts)-1].Text
}

func TestAMorningsLettersAreOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mail := w.withMail()
	w.clock.set(time.Date(2027, 2, 2, 20, 0, 0, 0, time.UTC))
	for _, ref := range []casework.Reference{"TWN-23456", "TWN-34567", "TWN-45678"} {
		w.openCase(ref)
	}
	w.pass()
	w.check("at night", len(mail.texts), 0)
	w.clock.set(time.Date(2027, 2, 3, 9, 0, 0, 0, time.UTC))
	w.pass()
	w.check("in the morning", mail.to(), []string{string(officer) + " officer.new + officer.new + officer.new"})
	w.check("subject", mail.texts[0].Subject, "subject.officer")
}

func TestOneOfficersMailboxKeepsALetterFromNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.o.Councils[town]
	c.Officers = []notify.Official{
		{Name: "Gone", Role: casework.Officer, Email: "gone@town.example"},
		{Name: "O", Role: casework.Officer, Email: "o@town.example"}, {Name: "O again", Role: casework.Officer, Email: "o@town.example"},
		{Name: "M", Role: casework.Manager, Email: "m@town.example"},
	}
	w.o.Councils[town] = c
	mail := w.withMail()
	mail.failing(func(x notify.Text) (bool, error) {
		if x.To == "email:gone@town.example" {
			return false, &notify.SendError{Code: "550 5.1.1", Hint: "There is no such email address."}
		}
		return false, nil
	})
	w.openCase("TWN-23456")
	w.advance(time.Hour)
	w.check("the other has it, once", mail.to(), []string{string(officer) + " officer.new"})
	w.check("and it is not forgotten", w.outbox()[0].Trouble, "There is no such email address.")
}

func TestAnAlertByMailSaysAlert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.o.Councils[town]
	c.Duty = []notify.OnDuty{{Name: "Day", When: "office", Email: "day@town.example"}}
	w.o.Councils[town] = c
	mail := w.withMail()
	w.openCase("TWN-23456", casework.RaiseAlert{Code: "4711", Level: casework.LevelNow})
	w.pass()
	i := slices.IndexFunc(mail.texts, func(x taken) bool { return x.To == "email:day@town.example" })
	if i < 0 || mail.texts[i].Subject != "subject.alert" || mail.texts[i].Reply {
		t.Errorf("%+v", mail.texts)
	}
}

func TestAMailOfUnknownOutcomeGoesAgainUnderItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mail := w.withMail()
	mail.blind = nil
	first := ""
	mail.failing(func(x notify.Text) (bool, error) {
		if first == "" {
			first = x.Part
			return false, cut
		}
		return false, nil
	})
	w.say(reply(dawn, "a", "hello"))
	w.advance(5 * time.Minute)
	w.check("once more", mail.tried, 2)
	w.check("the same part", mail.texts[0].Part, first)
}
