package twilio_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"heard/casework"
	"heard/notify/twilio"
	"heard/store"
)

// BenchmarkDrain empties an outbox, durably, beside the least that sending can
// be: the same forms posted by as many at a time. A ratio is reported.
func BenchmarkDrain(b *testing.B) {
	var once sync.Once
	var form url.Values
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			b.Error(err)
		}
		once.Do(func() { form = r.PostForm })
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"sid":"SM%s","status":"queued"}`, strings.TrimPrefix(r.PostForm.Get("Body"), "text "))
	}))
	defer api.Close()

	var drained, posted float64 // texts a second
	b.Run("outbox", func(b *testing.B) {
		h := newHouse(b, func(o *twilio.Options) { o.APIBase = api.URL })
		for i := range b.N {
			h.owe(i)
		}
		b.ResetTimer()
		did, err := h.sender.Pass(b.Context(), h.now())
		b.StopTimer()
		if err != nil || did.Sent != b.N {
			b.Fatalf("sent %d of %d: %v", did.Sent, b.N, err)
		}
		drained = float64(b.N) / b.Elapsed().Seconds()
		b.ReportMetric(drained, "texts/s")
	})
	b.Run("floor", func(b *testing.B) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
		defer client.CloseIdleConnections()
		todo := make(chan int)
		var wg sync.WaitGroup
		b.ResetTimer()
		for range 4 {
			wg.Go(func() {
				for range todo {
					post(b, client, api.URL+path, form)
				}
			})
		}
		for i := range b.N {
			todo <- i
		}
		close(todo)
		wg.Wait()
		b.StopTimer()
		posted = float64(b.N) / b.Elapsed().Seconds()
		b.ReportMetric(posted, "texts/s")
		if drained > 0 {
			b.ReportMetric(drained/posted, "ratio")
		}
	})
}

// owe puts one text to a person of their own into the outbox.
func (h *house) owe(i int) {
	h.t.Helper()
	e := store.Entry{About: fmt.Sprint(i), From: ours}
	e.To = casework.Recipient{Address: casework.Address(fmt.Sprintf("sms:+4477%08d", i))}
	e.Says = []casework.Say{{Template: casework.Template(fmt.Sprintf("text %d", i))}}
	c := h.store.Change(town, h.now())
	c.Say(e)
	if err := h.store.Write(h.t.Context(), c); err != nil {
		h.t.Fatal(err)
	}
}

func post(b *testing.B, client *http.Client, to string, form url.Values) {
	req, err := http.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		b.Error(err)
		return
	}
	req.SetBasicAuth(account, token)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := client.Do(req)
	if err != nil {
		b.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
}
