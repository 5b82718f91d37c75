package main

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"heard/sandbox"
)

// To move the clock takes a while. Who types meanwhile types on: what is done
// by then leaves the focus where it is.
func TestWhoTypesWhileTheClockMovesIsNotCutOffInABrowser(t *testing.T) {
	t.Parallel()
	needChromium(t)
	arrive := make(chan struct{})
	s, err := sandbox.Start(sandbox.Options{
		Lines: []sandbox.Line{{Council: "town", Title: "Town", Account: "AC" + randomHex(16), Token: randomHex(16), SMS: "+447700900601"}},
		Advance: func(ctx context.Context, _ string) error {
			select {
			case <-arrive:
			case <-ctx.Done():
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := browse(t, s.URL)
	const button = `[data-advance="deadline"]`
	p.press(button)
	p.do(chromedp.SendKeys("#body", "he hit", chromedp.ByQuery))
	close(arrive)
	p.do(chromedp.WaitEnabled(button, chromedp.ByQuery), chromedp.KeyEvent(" me"))
	var typed string
	p.do(chromedp.Value("#body", &typed, chromedp.ByQuery))
	if typed != "he hit me" {
		t.Errorf("typed was %q", typed)
	}

	// Who stays at the button finds the focus there.
	p.press(button)
	var at string
	p.do(chromedp.WaitEnabled(button, chromedp.ByQuery), chromedp.Evaluate("document.activeElement.dataset.advance ?? ''", &at))
	if at != "deadline" {
		t.Errorf("the focus is at %q", at)
	}
}
