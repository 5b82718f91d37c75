package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A visitor plays an angry parent, who writes a mail and reads the answer, and
// the officer, who finds a letter the next morning.
func TestAParentAndAnOfficerReadTheirMailInABrowser(t *testing.T) {
	t.Parallel()
	needChromium(t)
	p := browse(t, startDemo(t))
	p.press("#parent .write-one")
	p.do(
		chromedp.SetValue("#parent .subject", "DISGRACE!!!", chromedp.ByQuery),
		chromedp.SendKeys("#parent textarea", "Nobody rings back, and you cancelled contact with my son AGAIN. I want a manager, not a leaflet. Dawn", chromedp.ByQuery),
		chromedp.Click(`#parent .enclose label`, chromedp.ByQuery), // a photo
	)
	p.picture("parent-writes")
	p.press(`#parent .writing button[type="submit"]`)
	p.see("#parent .mails", "We have your message [HAM")
	p.press("#parent .mails li:first-child button")
	p.letter("#parent", "We have your email and your file", "a manager, not a leaflet", "Have we got that right?", "Who is the complaint for", "How shall we reach you", "999")
	p.picture("parent-reads")
	p.see("#case-list", "a manager, not a leaflet")

	p.press(`[data-advance="working-day"]`)
	p.see("#sent-list", "write to the person that it is recorded")
	p.see("#officer .mails", "to do")
	p.press("#officer .mails li:first-child button")
	p.letter("#officer", "write to the person that it is recorded, due by")
	p.picture("officer-reads")
	if trouble := p.read("#notice"); trouble != "" {
		t.Errorf("the page complains: %q", trouble)
	}
}

// letter sees that the mail that is open in a mailbox has some words. It is
// shown in a frame that even the page cannot look into.
func (p *page) letter(mailbox string, words ...string) {
	p.Helper()
	var at string
	p.do(chromedp.WaitVisible(mailbox+" .reading iframe", chromedp.ByQuery),
		chromedp.Evaluate(`document.querySelector("`+mailbox+` .reading iframe").src`, &at))
	req, err := http.NewRequestWithContext(p.Context(), http.MethodGet, at, nil)
	if err != nil {
		p.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.Fatal(err)
	}
	for _, want := range words {
		if !strings.Contains(string(body), want) {
			p.Errorf("the mail has no %q:\n%s", want, body)
		}
	}
}
