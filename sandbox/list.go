package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	defaultPageSize = 50
	maxPageSize     = 1000
)

// listPage is one page of a list, as the API writes it.
type listPage struct {
	Messages []resource `json:"messages"`
	Start    int        `json:"start"`
	End      int        `json:"end"`
	Page     int        `json:"page"`
	PageSize int        `json:"page_size"`
	URI      string     `json:"uri"`
	First    string     `json:"first_page_uri"`
	Next     *string    `json:"next_page_uri"`
	Previous *string    `json:"previous_page_uri"`
}

// list answers with the account's messages, both ways, newest first.
func (t *Twilio) list(w http.ResponseWriter, r *http.Request, a account) error {
	q := r.URL.Query()
	keep, err := filter(q)
	if err != nil {
		return err
	}
	size, number, err := pageNumbers(q)
	if err != nil {
		return err
	}
	found, more, err := t.slice(a, keep, q.Get("PageToken"), size, number)
	if err != nil {
		return err
	}
	p := listPage{
		Messages: []resource{}, Start: number * size, End: number*size + max(0, len(found)-1),
		Page: number, PageSize: size, URI: r.URL.RequestURI(), First: pageURI(r, size, 0, ""),
	}
	for _, m := range found {
		p.Messages = append(p.Messages, m.resource())
	}
	if more {
		p.Next = optional(pageURI(r, size, number+1, "PA"+found[len(found)-1].SID))
	}
	if number > 0 {
		p.Previous = optional(pageURI(r, size, number-1, ""))
	}
	answer(w, http.StatusOK, p)
	return nil
}

// slice gives one page of what is kept. With a token the page starts behind the
// message that the token names, so that what arrives meanwhile moves nothing.
func (t *Twilio) slice(a account, keep func(*Message) bool, token string, size, number int) ([]Message, bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	all, skip := t.messages, number*size
	if token != "" {
		last, ok := t.bySID[strings.TrimPrefix(token, "PA")]
		if !ok {
			return nil, false, refused(20001)
		}
		all, skip = t.messages[:last.Seq-1], 0
	}
	var found []Message
	for _, m := range slices.Backward(all) {
		if m.gone || m.Account != a.sid || !keep(m) {
			continue
		}
		if skip--; skip >= 0 {
			continue
		}
		if len(found) == size {
			return found, true, nil
		}
		found = append(found, m.clone())
	}
	return found, false, nil
}

func pageNumbers(q url.Values) (size, number int, err error) {
	size = defaultPageSize
	if v := q.Get("PageSize"); v != "" {
		if size, err = strconv.Atoi(v); err != nil || size < 1 {
			return 0, 0, refused(20001)
		}
	}
	if v := q.Get("Page"); v != "" {
		if number, err = strconv.Atoi(v); err != nil || number < 0 {
			return 0, 0, refused(20001)
		}
	}
	return min(size, maxPageSize), number, nil
}

func pageURI(r *http.Request, size, number int, token string) string {
	q := r.URL.Query()
	q.Set("PageSize", strconv.Itoa(size))
	q.Set("Page", strconv.Itoa(number))
	q.Del("PageToken")
	set(q, "PageToken", token)
	return r.URL.Path + "?" + q.Encode()
}

// filter reads To, From and the three forms of DateSent. Both bounds count in,
// a date means its midnight in GMT, and DateSent alone is the whole of that day.
func filter(q url.Values) (func(*Message) bool, error) {
	on, _, err := instant(q.Get("DateSent"))
	if err != nil {
		return nil, err
	}
	since, hasSince, err := instant(first(q, "DateSent>", "DateSent>="))
	if err != nil {
		return nil, err
	}
	until, hasUntil, err := instant(first(q, "DateSent<", "DateSent<="))
	if err != nil {
		return nil, err
	}
	to, from := q.Get("To"), q.Get("From")
	return func(m *Message) bool {
		at := m.dated()
		return (to == "" || m.To == to) && (from == "" || m.From == from) &&
			(!hasSince || !at.Before(since)) && (!hasUntil || !at.After(until)) &&
			(on.IsZero() || at.Format(time.DateOnly) == on.Format(time.DateOnly))
	}, nil
}

// dated is when a message was sent, or taken if it has not been sent yet, to
// the second: the list knows no less.
func (m *Message) dated() time.Time {
	if m.Sent.IsZero() {
		return m.At.UTC().Truncate(time.Second)
	}
	return m.Sent.UTC().Truncate(time.Second)
}

func instant(v string) (at time.Time, given bool, err error) {
	if v == "" {
		return time.Time{}, false, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err = time.Parse(layout, v); err == nil {
			return at.UTC(), true, nil
		}
	}
	return time.Time{}, false, refused(20001)
}

func first(q url.Values, names ...string) string {
	for _, name := range names {
		if v := q.Get(name); v != "" {
			return v
		}
	}
	return ""
}
