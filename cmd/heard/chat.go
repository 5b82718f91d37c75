package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"heard/casework"
	"heard/conversation"
	"heard/sandbox"
	"heard/store"
)

type chatCommand struct {
	Council string `required:"" help:"A shipped procedure's name, or a file." placeholder:"C"`
	Channel string `default:"sms" enum:"sms,whatsapp,email" help:"sms, whatsapp or email."`
	From    string `default:"+447700900123" help:"Who is writing." placeholder:"+44..."`
	At      string `help:"When the talk begins; now, if not given." placeholder:"RFC3339"`
	JSON    bool   `name:"json" help:"One JSON object a line."`
	Save    string `help:"Write the talk to a file, as a test of the conversation reads it." placeholder:"FILE"`
}

// chatLine is one text that Heard says.
type chatLine struct {
	Turn  int       `json:"turn"`
	Reply chatReply `json:"reply"`
}

type chatReply struct {
	Text     string  `json:"text"`
	Segments int     `json:"segments"`
	Asks     *string `json:"asks"`
}

// chatEnd is what came of the talk.
type chatEnd struct {
	Case   *caseView  `json:"case"`
	Others []caseView `json:"others"`
}

func (c *chatCommand) Run(w *world) error {
	if c.Channel == "email" && !strings.Contains(c.From, "@") {
		c.From = parentMail
	}
	at := time.Now()
	if c.At != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, c.At); err != nil {
			return askedf("--at %q is not a time: write it like 2027-01-11T16:00:00Z", c.At)
		}
	}
	s, err := setStage(newClock(at, false), "", c.Council)
	if err != nil {
		return err
	}
	defer s.strike()
	if c.Channel == "email" {
		s.watchMail()
	}
	t := &talk{stage: s, c: c, w: w, told: map[string]bool{}, saved: newTranscript(c, at)}
	if err := t.play(context.Background()); err != nil {
		return err
	}
	if c.Save != "" {
		if err := t.saved.save(c.Save); err != nil {
			return err
		}
	}
	return t.end(context.Background())
}

// talk is one run of chat.
type talk struct {
	*stage
	c     *chatCommand
	w     *world
	turn  int
	mails int             // to the writer, shown so far
	seen  int             // messages of the sandbox shown so far
	told  map[string]bool // lines of tasks shown so far
	saved *transcript
}

func (t *talk) play(ctx context.Context) error {
	lines := bufio.NewScanner(t.w.in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if t.c.Channel == "email" && !strings.HasPrefix(line, "@") {
			line = mailOf(line, lines)
		}
		var err error
		if move, ok := strings.CutPrefix(line, "@"); ok {
			err = t.move(ctx, strings.TrimSpace(move))
		} else {
			err = t.say(ctx, line)
		}
		if err != nil {
			return err
		}
		if err := t.show(ctx); err != nil {
			return err
		}
	}
	return lines.Err()
}

// mailOf reads a mail, which ends with a line of a lone dot.
func mailOf(line string, lines *bufio.Scanner) string {
	var mail []string
	for ; line != "."; line = lines.Text() {
		mail = append(mail, line)
		if !lines.Scan() {
			break
		}
	}
	return strings.Join(mail, "\n")
}

// move takes "+3h" or an instant.
func (t *talk) move(ctx context.Context, to string) error {
	at, err := time.Parse(time.RFC3339, to)
	if err != nil {
		d, err := time.ParseDuration(strings.TrimPrefix(to, "+"))
		if err != nil || d < 0 {
			return askedf("@%s does not move the clock: write @+3h or @2027-01-11T16:00:00Z", to)
		}
		at = t.clock.Now().Add(d)
	}
	t.saved.moved(at.Sub(t.clock.Now()))
	return t.advance(ctx, t.clock, at)
}

// say sends one line as one turn. Time passes by a second, so that a log reads
// in order.
func (t *talk) say(ctx context.Context, line string) error {
	t.turn++
	t.saved.said(line)
	if t.turn > 1 {
		t.clock.Set(t.clock.Now().Add(time.Second))
	}
	if err := t.speak(ctx, casework.NewAddress(casework.Channel(t.c.Channel), t.c.From), line); err != nil {
		return err
	}
	return t.quiesce(ctx)
}

func (t *talk) address(number string) string {
	if t.c.Channel == "whatsapp" {
		return "whatsapp:" + number
	}
	return number
}

// pretendMedia reads "[image]", "[voice 0:48]" and "[file x.pdf]".
func pretendMedia(line string) (sandbox.Media, bool) {
	kind, _, _ := strings.Cut(strings.Trim(line, "[]"), " ")
	types := map[string]string{"image": "image/jpeg", "voice": "audio/ogg", "file": "application/pdf", "video": "video/mp4"}
	if !strings.HasPrefix(line, "[") || !strings.HasSuffix(line, "]") || types[kind] == "" {
		return sandbox.Media{}, false
	}
	return sandbox.Media{ContentType: types[kind], Data: []byte(line)}, true
}

// show prints what was said since the last time: replies, tasks, alerts.
func (t *talk) show(ctx context.Context) error {
	messages := t.sandbox.Since(t.seen)
	if len(messages) > 0 {
		t.seen = messages[len(messages)-1].Seq
	}
	var replies []sandbox.Message
	for _, m := range messages {
		switch {
		case m.Direction == "inbound":
		case m.To == t.address(t.c.From):
			replies = append(replies, m)
		default:
			if err := t.alert(m); err != nil {
				return err
			}
		}
	}
	for _, m := range t.newMails() {
		replies = append(replies, sandbox.Message{Body: strings.TrimSpace(m.Text)})
	}
	asks, err := t.asks(ctx)
	if err != nil {
		return err
	}
	for i, m := range replies {
		line := chatLine{t.turn, chatReply{Text: m.Body, Segments: m.Segments}}
		if i == len(replies)-1 {
			line.Reply.Asks = asks
		}
		if err := t.print(line, func() string { return indent(m.Body) }); err != nil {
			return err
		}
	}
	return t.showTasks(ctx)
}

// newMails are the answers by mail since the last time.
func (t *talk) newMails() []sandbox.Mail {
	all := t.sandbox.Mail.MailsTo(t.c.From)
	more := all[min(t.mails, len(all)):]
	t.mails = len(all)
	return more
}

// asks is the question that the talk has put.
func (t *talk) asks(ctx context.Context) (*string, error) {
	contact, err := t.contact(ctx)
	if err != nil || len(contact.Session) == 0 {
		return nil, err
	}
	var s conversation.Session
	if err := json.Unmarshal(contact.Session, &s); err != nil {
		return nil, err
	}
	if q := string(s.Asks()); q != "" {
		return &q, nil
	}
	return nil, nil
}

func (t *talk) alert(m sandbox.Message) error {
	line := task{At: m.At, Kind: "alert", To: m.To, Role: "duty", Channel: "sms", Template: "duty.alert", Text: m.Body}
	return t.print(line, func() string { return "  ! to " + m.To + ": " + m.Body })
}

// showTasks shows what officers are told that was not shown yet: their mails,
// and the letters that wait for a morning.
func (t *talk) showTasks(ctx context.Context) error {
	tasks, err := t.tasks(ctx, t.councils[0].name)
	if err != nil {
		return err
	}
	for _, l := range t.stage.mails() {
		if l.Kind == "task" {
			ref, _ := casework.ParseReference(shown.FindString(l.Text))
			tasks = append(tasks, task{At: l.At, Kind: l.Kind, To: l.To, Role: l.Role, Channel: l.Channel, Template: l.Template, Text: l.Text, Case: ref})
		}
	}
	for _, task := range tasks {
		if t.known(task.Text) {
			continue
		}
		if err := t.print(task, func() string { return "  * " + task.To + ": " + task.Text }); err != nil {
			return err
		}
	}
	return nil
}

// known tells whether each line of a text was shown before, and notes that it
// is now. A morning's letters go out as one mail.
func (t *talk) known(text string) bool {
	known := true
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !t.told[line] {
			known, t.told[line] = false, true
		}
	}
	return known
}

func (t *talk) print(line any, plain func() string) error {
	if t.c.JSON {
		return printJSON(t.w.out, line)
	}
	_, err := fmt.Fprintln(t.w.out, plain())
	return err
}

func indent(text string) string { return "  < " + strings.ReplaceAll(text, "\n", "\n    ") }

// end prints the cases that the talk opened, the newest first.
func (t *talk) end(ctx context.Context) error {
	contact, err := t.contact(ctx)
	if err != nil {
		return err
	}
	end := chatEnd{Others: []caseView{}}
	for i, ref := range contact.Cases {
		cases, err := t.store.Cases(ctx, t.councils[0].name, ref)
		if err != nil {
			return err
		}
		v, err := t.view(ctx, t.councils[0].name, cases[0])
		if err != nil {
			return err
		}
		if i == 0 {
			end.Case = &v
		} else {
			end.Others = append(end.Others, v)
		}
	}
	return t.print(end, func() string { return "\n" + plainEnd(end) })
}

func plainEnd(e chatEnd) string {
	if e.Case == nil {
		return "No case was opened."
	}
	return plainCase(*e.Case)
}

func (t *talk) contact(ctx context.Context) (store.Contact, error) {
	a := casework.NewAddress(casework.Channel(t.c.Channel), t.c.From)
	return t.store.Contact(ctx, t.councils[0].name, a)
}
