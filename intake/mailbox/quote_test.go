package mailbox_test

import (
	"strings"
	"testing"

	"heard/intake/mailbox"
)

// What is the sender's own is seen; what is not is kept, but hidden.
func TestOnlyTheSendersOwnWordsAreSeen(t *testing.T) {
	t.Parallel()
	const heads = "From: Heard <c@h>\nSent: 13 January 2027 09:31\nTo: me\nSubject: news\n"
	for name, c := range map[string]struct {
		subject, text string
		first         bool // it answers nothing
		seen, hidden  string
	}{
		"nothing quoted":              {text: "She never rang.", seen: "She never rang."},
		"above a quote":               {text: "Yes.\n\nOn 13/01/2027 09:31, Heard wrote:\n> ok?", seen: "Yes.", hidden: "On 13/01/2027 09:31, Heard wrote:\n> ok?"},
		"below a quote":               {text: "On 13/01/2027 09:31, Heard wrote:\n> ok?\n\nNo.", seen: "No.", hidden: "On 13/01/2027 09:31, Heard wrote:\n> ok?"},
		"a quote without a head":      {text: "> ok?\nNo.", seen: "No.", hidden: "> ok?"},
		"no marks on the quote":       {text: "No.\n\nOn Wed 13 Jan 2027 at 09:31, Heard <c@h> wrote:\n\nok?\nyours", seen: "No.", hidden: "On Wed 13 Jan 2027 at 09:31, Heard <c@h> wrote:\n\nok?\nyours"},
		"an answer before any mark":   {text: "On Wed 13 Jan 2027 at 09:31, Heard <c@h> wrote:\nI say no\n> ok?\nno", seen: "I say no\nno", hidden: "On Wed 13 Jan 2027 at 09:31, Heard <c@h> wrote:\n> ok?"},
		"Outlook's lines":             {text: "No.\n\n" + heads + "\nok?", seen: "No.", hidden: heads + "\nok?"},
		"Outlook's lines, starred":    {text: "No.\n\n*From:* Heard\n*Sent:* today\n*To:* me\n\nok?", seen: "No.", hidden: "*From:* Heard\n*Sent:* today\n*To:* me\n\nok?"},
		"Outlook's lines in Welsh":    {text: "Na.\n\nOddi wrth: Heard\nAnfonwyd: 13 Ionawr 2027\nAt: fi\nPwnc: newyddion\n\niawn?", seen: "Na.", hidden: "Oddi wrth: Heard\nAnfonwyd: 13 Ionawr 2027\nAt: fi\nPwnc: newyddion\n\niawn?"},
		"an original message":         {text: "No.\n-----Original Message-----\nFrom: x\nok?", seen: "No.", hidden: "-----Original Message-----\nFrom: x\nok?"},
		"Polish":                      {text: "Nie.\n\nśr., 13 sty 2027 o 09:31 Heard <c@h> napisał(a):\n\n> ok?", seen: "Nie.", hidden: "śr., 13 sty 2027 o 09:31 Heard <c@h> napisał(a):\n> ok?"},
		"broken in three":             {text: "No.\n\nOn Wed, 13 Jan 2027 at 09:31,\nHeard of the council <\nc@h> wrote:\n> ok?", seen: "No.", hidden: "On Wed, 13 Jan 2027 at 09:31,\nHeard of the council <\nc@h> wrote:\n> ok?"},
		"a name alone":                {text: "Heard wrote:\n> ok?\nno", seen: "no", hidden: "Heard wrote:\n> ok?"},
		"a signature":                 {text: "No.\n-- \nDawn\n07700 900123", seen: "No.", hidden: "--\nDawn\n07700 900123"},
		"a signature, then a quote":   {text: "No.\n-- \nDawn\n\nOn 13/01/2027 09:31, Heard wrote:\n> ok?\nand no", seen: "No.\nand no", hidden: "--\nDawn\n\nOn 13/01/2027 09:31, Heard wrote:\n> ok?"},
		"a phone's line":              {text: "No.\n\nSent from my iPhone", seen: "No.", hidden: "Sent from my iPhone"},
		"another phone's":             {text: "No.\nSent from my Samsung Galaxy smartphone.", seen: "No.", hidden: "Sent from my Samsung Galaxy smartphone."},
		"a mailer's line with a link": {text: "No.\nGet Outlook for Android<https://example.org>", seen: "No.", hidden: "Get Outlook for Android<https://example.org>"},
		"an empty reply":              {text: "On 13/01/2027 09:31, Heard wrote:\n> ok?", hidden: "On 13/01/2027 09:31, Heard wrote:\n> ok?"},

		"a story is no quote":         {first: true, text: "On Monday the 4th she wrote:\nyou are a bad mum.\nI want an apology.", seen: "On Monday the 4th she wrote:\nyou are a bad mum.\nI want an apology."},
		"a story in a reply":          {text: "On Monday she wrote:\nyou are a bad mum.", seen: "On Monday she wrote:\nyou are a bad mum."},
		"a phone that is not safe":    {text: "Sent from my nan's phone so dont ring it", seen: "Sent from my nan's phone so dont ring it"},
		"a list is no header":         {text: "From: him\nI got nothing.\nTo: this day.", seen: "From: him\nI got nothing.\nTo: this day."},
		"dashes between paragraphs":   {text: "One.\n--\n" + strings.Repeat("more\n", 20), seen: "One.\n--\n" + strings.TrimSpace(strings.Repeat("more\n", 20))},
		"all quoted in a first mail":  {first: true, text: "> she said this\n> and that", seen: "> she said this\n> and that"},
		"below what has no marks":     {text: heads + "\nok?\nno it is not", seen: heads + "\nok?\nno it is not"},
		"forwarded":                   {first: true, text: "See:\n---------- Forwarded message ---------\nFrom: sw\n> old", seen: "See:\n---------- Forwarded message ---------\nFrom: sw\n> old"},
		"forwarded by Apple":          {subject: "Fwd: x", first: true, text: "See:\n\n> Begin forwarded message:\n>\n> From: sw\n> No.", seen: "See:\n\n> Begin forwarded message:\n>\n> From: sw\n> No."},
		"forwarded by Outlook":        {subject: "FW: x", text: "See:\n\n" + heads + "\nNo.", seen: "See:\n\n" + heads + "\nNo."},
		"a forwarded mail was quoted": {text: "No.\n\n" + heads + "\n---------- Forwarded message ---------\nx", seen: "No.", hidden: heads + "\n---------- Forwarded message ---------\nx"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head := "From: a@example.org\nContent-Type: text/plain; charset=utf-8\n"
			if !c.first {
				head += "In-Reply-To: <1@h>\n"
			}
			m := mailbox.Parse([]byte(head + "Subject: " + c.subject + "\n\n" + c.text))
			if m.Text != c.seen || m.Hidden != c.hidden {
				t.Errorf("seen %q, want %q\nhidden %q, want %q", m.Text, c.seen, m.Hidden, c.hidden)
			}
		})
	}
}

func TestHTMLReadsAsItLooks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, seen, hidden string }{
		"words of two cells":        {page: "<table><tr><td>old</td><td>l1</td></tr><tr><td>l2</td></tr></table>", seen: "old l1\nl2"},
		"words of two items":        {page: "old<ul><li>l1</li><li>l2</li></ul>", seen: "old\n- l1\n- l2"},
		"numbers of answers":        {page: "<ol><li><p>yes</p></li><li>no</li></ol>", seen: "1. yes\n\n2. no"},
		"words in bits":             {page: "dis<b>grace</b>ful <i>lie</i>s", seen: "disgraceful lies"},
		"line breaks":               {page: "a<br>b<br/><br>c<div>d</div><div><br></div><div>e</div>", seen: "a\nb\n\nc\nd\n\ne"},
		"blanks":                    {page: "a&nbsp; &nbsp;b\n\n  c", seen: "a b c"},
		"what nobody sees":          {page: "<head><title>t</title><style>s{}</style></head>a<script>x()</script><!-- c -->b", seen: "ab"},
		"preformatted":              {page: "<pre>a\n  b</pre>", seen: "a\n  b"},
		"entities":                  {page: "&lt;3 &pound;20 &#128512; &bogus;", seen: "<3 £20 😀 &bogus;"},
		"a blockquote":              {page: "no<blockquote>ok?<br>sure?</blockquote>and no", seen: "no\n\nand no", hidden: "> ok?\n> sure?"},
		"a quote in a quote":        {page: "no<blockquote>ok?<blockquote>old</blockquote></blockquote>", seen: "no", hidden: "> ok?\n> old"},
		"what Apple Mail forwards":  {page: "see<blockquote type=cite><div>Begin forwarded message:</div><div>No.</div></blockquote>", seen: "see\n\nBegin forwarded message:\nNo."},
		"ends that have no start":   {page: "</div></blockquote></ol></pre>a</script>b", seen: "ab"},
		"a picture of a feeling":    {page: "no <img alt='😢'><img alt='company logo'>", seen: "no 😢"},
		"a page within a page":      {page: "<html><body>a</body></html><html><body>b</body></html>", seen: "a\nb"},
		"words around a link":       {page: "see<a href='https://example.org'> here</a>, now", seen: "see here, now"},
		"a direction turned around": {page: "a\u202eb\u200bc", seen: "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mailbox.Parse([]byte("From: a@example.org\nIn-Reply-To: <1@h>\nContent-Type: text/html; charset=utf-8\n\n" + c.page))
			if m.Text != c.seen || m.Hidden != c.hidden {
				t.Errorf("seen %q, want %q\nhidden %q, want %q", m.Text, c.seen, m.Hidden, c.hidden)
			}
		})
	}
}

// A mail that only talks about machines is a person's.
func TestWhoIsAPerson(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]mailbox.Class{
		"Subject: out of office workers were rude to me":         mailbox.Person,
		"Subject: Out of office":                                 mailbox.Person,
		"Subject: Automatic reply is all I ever get":             mailbox.Person,
		"Subject: Undeliverable: again":                          mailbox.Person,
		"Auto-Submitted: no":                                     mailbox.Person,
		"Return-Path: <a@example.org>":                           mailbox.Person,
		"Precedence: first-class":                                mailbox.Person,
		"X-Auto-Response-Suppress: DR, RN":                       mailbox.Person,
		"Subject: Automatic reply: x":                            mailbox.AutoReply,
		"In-Reply-To: <1@h>\nSubject: Out of office":             mailbox.AutoReply,
		"In-Reply-To: <1@h>\nSubject: Ateb awtomatig: x":         mailbox.AutoReply,
		"Auto-Submitted: auto-replied; owner-email=\"a@b\"":      mailbox.AutoReply,
		"Auto-Submitted: (comment) auto-generated":               mailbox.AutoReply,
		"X-Autoreply: yes":                                       mailbox.AutoReply,
		"X-Autorespond: Away":                                    mailbox.AutoReply,
		"Precedence: auto_reply":                                 mailbox.AutoReply,
		"Precedence: bulk":                                       mailbox.AutoReply,
		"X-Auto-Response-Suppress: DR, OOF, AutoReply":           mailbox.AutoReply,
		"Return-Path: <>":                                        mailbox.AutoReply,
		"Return-Path: <>\nSubject: Undeliverable: x":             mailbox.Bounce,
		"List-Id: <x.example.org>":                               mailbox.List,
		"List-Id: <x.example.org>\nPrecedence: bulk":             mailbox.List,
		"List-Id: <x.example.org>\nAuto-Submitted: auto-replied": mailbox.AutoReply,
	} {
		if m := mailbox.Parse([]byte("From: a@example.org\n" + head + "\n\ntext")); m.Class != want {
			t.Errorf("%q is a %s, want %s", head, m.Class, want)
		}
	}
}

func TestFileNamesAreHarmless(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	for given, want := range map[string]string{
		`letter.pdf`:               "letter.pdf",
		`../../etc/passwd`:         "passwd",
		`C:\\Users\\me\\note.doc`:  "note.doc",
		`.hidden`:                  "hidden",
		`...`:                      "file-1.pdf",
		``:                         "file-1.pdf",
		"a\u202efdp.exe":           "afdp.exe",
		`a:b|c?.pdf`:               "a_b_c_.pdf",
		`=?utf-8?B?Y2Fmw6kucGRm?=`: "café.pdf",
		`=?x-odd?Q?odd?=.pdf`:      "odd.pdf",
		long + ".pdf":              strings.Repeat("é", 58) + ".pdf",
	} {
		m := mailbox.Parse([]byte("From: a@example.org\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"" + given + "\"\n\nx"))
		if len(m.Files) != 1 || m.Files[0].Name != want {
			t.Errorf("%q is named %q, want %q", given, m.Files[0].Name, want)
		}
	}
}
