package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"heard/casework"
	"heard/configs"
)

// A visitor plays a child, the person on duty and the clock, in Chromium, on
// the page of a demo that runs as a process.
func TestTheDemoIsPlayedInABrowser(t *testing.T) {
	t.Parallel()
	needChromium(t)
	p := browse(t, startDemo(t))
	today := casework.DateOf(time.Now())
	for _, turn := range [][2]string{
		{"hello", "Tell me what is wrong"},
		{"my sw never turns up n she blanks my txts", "What would you like to happen?"},
		{"i want a new one", "Would you like an advocate?"},
		{"and can i have an advocate pls", "May we give this number"},
		{"skip", "Is it safe to text you here?"},
		{"skip", "Your number is HAM"},
	} {
		p.text("#body", turn[0])
		p.see("#thread", turn[1])
	}
	p.picture("receipt")
	p.seeCase(today)

	p.press(`[data-advance="working-day"]`)
	p.see("#clock-date", day(configs.Calendar().NextWorkingDay(today)))
	p.press(`[data-advance="deadline"]`)
	p.see("#case-list table", "Today")
	p.picture("deadline")

	p.text("#body", "he hit me again")
	p.see("#thread", "I am calling a person at the council now")
	code := p.alert()
	p.picture("alert")
	p.text("#duty-body", "ok")
	p.see("#duty-thread", "that code is not right")
	p.text("#duty-body", code)
	p.see("#duty-thread", "has taken case HAM")
	p.see("#case-list", "Acknowledged the alert by code")
	p.picture("taken")
	if trouble := p.read("#notice"); trouble != "" {
		t.Errorf("the page complains: %q", trouble)
	}
}

// seeCase sees that the case has what was said, and the dates of a complaint
// that came today.
func (p *page) seeCase(today casework.Date) {
	p.Helper()
	text := p.see("#case-list", "HAM")
	for _, want := range []string{"my sw never turns up n she blanks my txts", "i want a new one"} {
		if !strings.Contains(text, want) {
			p.Errorf("the case has no %q:\n%s", want, text)
		}
	}
	for _, n := range []int{4, 10, 20} {
		due := configs.Calendar().Add(today, casework.Span{N: n, Unit: casework.WorkingDays}).Date
		if !strings.Contains(text, day(due)) {
			p.Errorf("%d working days after %s is %s; the case has it not:\n%s", n, today, day(due), text)
		}
	}
}

// alert waits for the alert on either duty phone and gives its code.
func (p *page) alert() string {
	p.Helper()
	for end := time.Now().Add(seeLimit); time.Now().Before(end); {
		for _, phone := range []string{officePhone, nightPhone} {
			p.do(chromedp.SetValue("#duty-phone", phone, chromedp.ByID),
				chromedp.Evaluate(`document.querySelector("#duty-phone").dispatchEvent(new Event("change"))`, nil))
			if code := codes.FindStringSubmatch(p.read("#duty-thread")); code != nil {
				return code[1]
			}
		}
		wait(p.tab, 100*time.Millisecond)
	}
	p.Fatalf("no duty phone has an alert: %q", p.read("#duty-thread"))
	return ""
}

// day is a date as the page writes it.
func day(d casework.Date) string { return d.At(12, 0).Format("Mon 2 Jan") }
