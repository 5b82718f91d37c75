package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Whoever is rung at night opens the link on a phone, takes the alert, and
// writes down what came of it: with a thumb, without an account.
func TestAnAlertIsTakenInABrowser(t *testing.T) {
	t.Parallel()
	needChromium(t)
	s := newStreet(t, "2027-01-12T02:00:00Z", "sefton")
	s.write(atNight, "sms", "he hit me again hes drunk")
	link := s.link()
	p := openTab(t)
	p.do(chromedp.EmulateViewport(320, 600), chromedp.Navigate(link), chromedp.WaitVisible("button", chromedp.ByQuery))
	p.fits()
	p.picture("alert-waits")
	if !s.open(link).open {
		t.Fatal("a browser that opened the link has taken it")
	}
	p.do(chromedp.SendKeys("#by", "Nia Price", chromedp.ByQuery), chromedp.Click("button", chromedp.ByQuery))
	p.see("main", "Nia Price took it at 02:00")
	p.fits()
	p.picture("alert-taken")
	if s.open(link).open {
		t.Fatal("the button has not taken it")
	}
	p.do(chromedp.Click(`input[value="referred"]`, chromedp.ByQuery), chromedp.Click("button", chromedp.ByQuery))
	p.see("main", "Say to whom you passed it on")
	p.picture("alert-to-whom")
	p.do(chromedp.WaitVisible(`input[value="referred"]:checked`, chromedp.ByQuery))
	p.do(chromedp.Click(`input[value="police"]`, chromedp.ByQuery), chromedp.Click("button", chromedp.ByQuery))
	p.see("main", "It is written down")
	p.picture("alert-over")
	v := s.theCase("sms", atNight)
	s.logged(v, "Nia Price acknowledged the alert by page")
	s.logged(v, "Nia Price recorded the outcome of the alert: police")
	p.do(chromedp.Navigate(link))
	p.see("main", "No alert waits here")
	p.picture("alert-none")
}

// fits tells that nothing of a page stands out at the side of a small phone,
// and that its button can be hit with a thumb.
func (p *page) fits() {
	p.Helper()
	var wide bool
	var tall float64
	p.do(chromedp.Evaluate(`document.documentElement.scrollWidth > window.innerWidth`, &wide),
		chromedp.Evaluate(`document.querySelector("button").getBoundingClientRect().height`, &tall))
	if wide || tall < 44 {
		p.Errorf("wider than the phone: %v; the button is %.0f tall", wide, tall)
	}
}
