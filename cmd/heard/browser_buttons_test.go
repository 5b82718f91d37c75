package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A visitor answers by quick replies on WhatsApp, then rings the council.
func TestQuickRepliesAndTheTelephoneInABrowser(t *testing.T) {
	t.Parallel()
	needChromium(t)
	p := browse(t, startDemo(t))
	p.do(chromedp.Click(`.channel label:last-child`, chromedp.ByQuery))
	p.text("#body", "my pa never rings me back")
	p.see("#thread", "What would you like to happen?")
	p.text("#body", "a new one")
	p.see("#thread", "No advocate")
	p.press("#thread li:last-child .quick button:nth-child(2)")
	p.see("#thread", "Is it safe to message you here?")
	p.picture("buttons")
	p.press("#thread li:last-child .quick button:nth-child(1)")
	p.see("#thread", "What name shall we use?")

	p.press("#ring")
	p.see("#phone-call", "Childline")
	p.press("#phone-call button:last-child") // nobody answers, or hang up
	p.see("#letter-list", "rang")
	if trouble := p.read("#notice"); trouble != "" {
		t.Errorf("the page complains: %q", trouble)
	}
}
