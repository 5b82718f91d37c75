package twilio

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"heard/casework"
	"heard/store"
)

// whatsApp is before both numbers of a WhatsApp message, and happens to be
// before our own addresses too.
const whatsApp = "whatsapp:"

// message takes in what somebody wrote.
func (h *Handler) message(ctx context.Context, c *council, f *form, _ *http.Request) (result, []byte) {
	to := f.value("To")
	if !c.own[to] {
		return notOurs, nil
	}
	in := store.Inbound{
		Council: c.name, From: address(f.value("From")), To: strings.TrimPrefix(to, whatsApp),
		Account: c.account, Provider: f.value("MessageSid"),
		At: h.o.Now().UTC(), Text: text(f), OptOut: f.value("OptOutType"),
	}
	in.Files = files(f, in)
	in.Urgent = hears(h.o.Urgent, in.Text, h.o.Log)
	switch err := h.o.Store.Receive(ctx, in); {
	case errors.Is(err, store.ErrSeen):
		return repeated, nil
	case err != nil:
		h.o.Log.ErrorContext(ctx, "a message could not be kept", "council", c.name, "error", err)
		if h.o.Missed != nil {
			h.o.Missed(c.name)
		}
		return storeAway, nil
	}
	if h.o.Received != nil {
		h.o.Received()
	}
	return accepted, nil
}

// hears tells whether there is danger in a text. If that cannot be told,
// because the reading of it breaks, there is; the message is kept all the same.
func hears(urgent func(string) bool, text string, log *slog.Logger) (danger bool) {
	defer func() {
		if recover() != nil {
			log.Error("the reading of danger words broke down")
			danger = true
		}
	}()
	return urgent != nil && urgent(text)
}

// address makes an address of a number, a short code or a sender's name.
func address(from string) casework.Address {
	if strings.HasPrefix(from, whatsApp) {
		return casework.Address(from)
	}
	return casework.NewAddress(casework.SMS, from)
}

// text is what was written, or the words on the button that was pressed.
func text(f *form) string {
	if body := f.value("Body"); body != "" {
		return body
	}
	return f.value("ButtonText")
}

// files are what came along, whatever NumMedia says, and a place on the map.
func files(f *form, in store.Inbound) []casework.File {
	var out []casework.File
	for i := 0; ; i++ {
		n := strconv.Itoa(i)
		source := f.value("MediaUrl" + n)
		if source == "" {
			break
		}
		kind := f.value("MediaContentType" + n)
		out = append(out, casework.File{Name: fileName(kind), Type: kind, At: in.At, Source: source})
	}
	if lat, long := f.value("Latitude"), f.value("Longitude"); lat != "" && long != "" {
		out = append(out, casework.File{Name: "place", Type: "application/geo", At: in.At, Source: "geo:" + lat + "," + long})
	}
	return out
}

// fileName says in a word what kind of file it is.
func fileName(kind string) string {
	major, minor, _ := strings.Cut(kind, "/")
	switch {
	case major == "image":
		return "picture"
	case major == "audio":
		return "voice note"
	case major == "video":
		return "video"
	case strings.Contains(minor, "vcard"):
		return "contact card"
	}
	return "file"
}
