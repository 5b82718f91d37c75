package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// page is the demo's page in a browser of its own.
type page struct {
	*testing.T
	tab context.Context
}

// seeLimit is how long something may take to appear on the page.
const seeLimit = 2 * time.Minute

// startDemo runs the demo as a process and gives the address of its page.
func startDemo(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("heard", "demo", "--json")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("told to end, the demo ended with: %v", err)
		}
	})
	var at demoAddresses
	first, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(first, &at)
	}
	if err != nil || at.Phone == "" || at.Twilio == "" {
		t.Fatalf("the demo says %q, %v", first, err)
	}
	return at.Phone
}

// browse opens the demo's page in Chromium.
func browse(t *testing.T, address string) *page {
	t.Helper()
	p := openTab(t)
	p.do(chromedp.Navigate(address), chromedp.WaitVisible("#body", chromedp.ByID))
	return p
}

// openTab starts Chromium. Without Chromium the test is skipped, but not where
// CI runs it.
func openTab(t *testing.T) *page {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	browser, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	tab, endTab := chromedp.NewContext(browser)
	t.Cleanup(endTab)
	if err := chromedp.Run(tab); err != nil { // the browser lives as long as this context
		t.Fatal(err)
	}
	return &page{t, tab}
}

// needChromium skips a test where there is none.
func needChromium(t *testing.T) {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
		if _, err := exec.LookPath(name); err == nil {
			return
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("there is no chromium")
	}
	t.Skip("there is no chromium; make test installs it")
}

func (p *page) do(actions ...chromedp.Action) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.tab, seeLimit)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

// read gives the words of a part of the page, as they are seen.
func (p *page) read(where string) (text string) {
	p.Helper()
	p.do(chromedp.Evaluate(fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", where), &text))
	return text
}

// see waits until a part of the page has some words, and gives all of them.
func (p *page) see(where, words string) string {
	p.Helper()
	for end := time.Now().Add(seeLimit); ; wait(p.tab, 50*time.Millisecond) {
		text := p.read(where)
		if strings.Contains(text, words) {
			return text
		}
		if time.Now().After(end) {
			p.Fatalf("%s has no %q, but %q", where, words, text)
		}
	}
}

// text types a message on one of the phones and sends it.
func (p *page) text(box, words string) {
	p.Helper()
	p.do(chromedp.SendKeys(box, words, chromedp.ByQuery), chromedp.Click(box+" ~ button", chromedp.ByQuery))
}

func (p *page) press(button string) {
	p.Helper()
	p.do(chromedp.WaitEnabled(button, chromedp.ByQuery), chromedp.Click(button, chromedp.ByQuery))
}

// picture writes how the page looks, wide and narrow, to a temporary folder,
// where HEARD_PICTURES asks for it.
func (p *page) picture(name string) {
	p.Helper()
	if os.Getenv("HEARD_PICTURES") == "" {
		return
	}
	dir := filepath.Join(os.TempDir(), "heard-pictures")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		p.Fatal(err)
	}
	for _, width := range []int64{1280, 390} {
		var png []byte
		p.do(chromedp.EmulateViewport(width, 900), chromedp.FullScreenshot(&png, 100))
		file := filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width))
		if err := os.WriteFile(file, png, 0o600); err != nil {
			p.Fatal(err)
		}
		p.Log(file)
	}
	p.do(chromedp.EmulateViewport(1280, 900))
}
