package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Media is a picture, a voice note or a file that travels with a message.
type Media struct {
	SID         string `json:"sid"`
	ContentType string `json:"content_type"`
	Data        []byte `json:"-"`
}

func keepMedia(media []Media) []Media {
	kept := slices.Clone(media)
	for i := range kept {
		if kept[i].SID == "" {
			kept[i].SID = newSID("ME")
		}
	}
	return kept
}

type mediaResource struct {
	AccountSID  string  `json:"account_sid"`
	ContentType string  `json:"content_type"`
	DateCreated *string `json:"date_created"`
	DateUpdated *string `json:"date_updated"`
	ParentSID   string  `json:"parent_sid"`
	SID         string  `json:"sid"`
	URI         string  `json:"uri"`
}

func (m *Message) mediaResource(x Media) mediaResource {
	return mediaResource{
		AccountSID: m.Account, ContentType: x.ContentType, DateCreated: stamp(m.At), DateUpdated: stamp(m.At),
		ParentSID: m.SID, SID: x.SID, URI: m.path() + "/Media/" + x.SID + ".json",
	}
}

func (t *Twilio) listMedia(w http.ResponseWriter, r *http.Request, a account) error {
	m, err := t.find(r, a)
	if err != nil {
		return err
	}
	list := []mediaResource{}
	for _, x := range m.Media {
		list = append(list, m.mediaResource(x))
	}
	uri := r.URL.RequestURI()
	answer(w, http.StatusOK, map[string]any{
		"media_list": list, "uri": uri, "first_page_uri": uri, "next_page_uri": nil, "previous_page_uri": nil,
		"page": 0, "page_size": defaultPageSize, "start": 0, "end": max(0, len(list)-1),
	})
	return nil
}

// fetchMedia answers with the bytes, or with what is known of them if the
// address ends in .json.
func (t *Twilio) fetchMedia(w http.ResponseWriter, r *http.Request, a account) error {
	m, err := t.find(r, a)
	if err != nil {
		return err
	}
	sid, wantsJSON := strings.CutSuffix(r.PathValue("Media"), ".json")
	for _, x := range m.Media {
		switch {
		case x.SID != sid:
		case wantsJSON:
			answer(w, http.StatusOK, m.mediaResource(x))
			return nil
		default:
			x.write(w)
			return nil
		}
	}
	return notFound(r)
}

func (x Media) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", x.ContentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(x.Data)))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(x.Data)
}

func (t *Twilio) removeMedia(w http.ResponseWriter, r *http.Request, a account) error {
	m, err := t.find(r, a)
	if err != nil {
		return err
	}
	sid := strings.TrimSuffix(r.PathValue("Media"), ".json")
	t.mu.Lock()
	defer t.mu.Unlock()
	kept := t.bySID[m.SID]
	at := slices.IndexFunc(kept.Media, func(x Media) bool { return x.SID == sid })
	if at < 0 {
		return notFound(r)
	}
	kept.Media = slices.Delete(slices.Clone(kept.Media), at, at+1)
	t.touch()
	w.WriteHeader(http.StatusNoContent)
	return nil
}
