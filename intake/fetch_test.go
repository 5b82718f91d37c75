package intake_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"heard/casework"
	"heard/intake"
	"heard/store"
)

// provider gives out files and forgets them, as it is told.
type provider struct {
	fails   int // how often it still is away
	refuses string
	kept    []string
	gone    []string
	busy    bool // it does not forget yet
}

func (p *provider) media() intake.Media {
	return intake.Media{
		Fetch: func(_ context.Context, _, source string) (string, []byte, error) {
			switch {
			case p.fails > 0:
				p.fails--
				return "", nil, errors.New("away")
			case p.refuses != "" && strings.HasSuffix(source, p.refuses):
				return "", nil, &intake.Refused{Why: "It was too large."}
			}
			return "audio/ogg", []byte("sound of " + source), nil
		},
		Put: func(_ context.Context, _ string, data []byte) (string, string, error) {
			p.kept = append(p.kept, string(data))
			return "town/blob", "5um", nil
		},
		Discard: func(_ context.Context, _, source string) error {
			if p.busy {
				return errors.New("20009")
			}
			p.gone = append(p.gone, source)
			return nil
		},
	}
}

// send lets somebody write with files, and answers them.
func (h *house) send(files ...string) {
	h.t.Helper()
	in := store.Inbound{Council: town, From: zoe, To: ours, Account: "AC1", Provider: "MM1", At: start, Text: "listen to this"}
	for _, f := range files {
		in.Files = append(in.Files, casework.File{Name: "voice note", Type: "audio/ogg", At: start, Source: f})
	}
	if err := h.store.Receive(h.t.Context(), in); err != nil {
		h.t.Fatal(err)
	}
	h.pass(start.Add(3 * time.Second))
}

func (h *house) fetch(p *provider, at time.Time) int {
	h.t.Helper()
	n, err := h.worker.FetchPass(h.t.Context(), town, p.media(), at)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestAVoiceNoteIsKeptAndListedAndOnlyThenForgottenElsewhere(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.send("https://api.twilio.com/a", "geo:51.5,0.1")
	p := &provider{}
	if n := h.fetch(p, start.Add(4*time.Second)); n != 1 || len(p.kept) != 1 || len(p.gone) != 0 {
		t.Fatalf("%d kept, %v forgotten", n, p.gone)
	}
	files := h.cases()[0].Files
	if f := files[0]; f.Source != "town/blob" || f.Sum != "5um" || f.Size != int64(len(p.kept[0])) || f.Name != "voice note" {
		t.Errorf("the officer sees %+v", f)
	}
	if files[1].Source != "geo:51.5,0.1" {
		t.Errorf("a place became %+v", files[1])
	}
	p.busy = true
	h.fetch(p, start.Add(2*time.Minute))
	p.busy = false
	h.fetch(p, start.Add(time.Hour))
	h.fetch(p, start.Add(24*time.Hour))
	if !slices.Equal(p.gone, []string{"https://api.twilio.com/a"}) || len(p.kept) != 1 {
		t.Errorf("kept %v, forgotten %v", p.kept, p.gone)
	}
}

func TestAFileThatCannotBeFetchedIsTriedAgainAndTheWordsDoNotWait(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.send("https://api.twilio.com/a")
	if len(h.entries()["receipt"]) != 1 {
		t.Fatal("the words were not answered")
	}
	p := &provider{fails: 3}
	at := start.Add(4 * time.Second)
	for range 4 {
		h.fetch(p, at)
		at = at.Add(3 * time.Minute)
	}
	if len(p.kept) != 1 || h.cases()[0].Files[0].Source != "town/blob" {
		t.Errorf("kept %v", p.kept)
	}
	if len(h.entries()["file.refused"]) != 0 {
		t.Error("somebody was told that their file is lost, and it is not")
	}
}

func TestAFileThatIsNeverThereIsGivenToAnOfficer(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.send("https://api.twilio.com/a")
	p := &provider{fails: 100}
	at := start.Add(4 * time.Second)
	for range 12 {
		h.fetch(p, at)
		at = at.Add(12 * time.Hour)
	}
	if p.fails < 88 || !h.cases()[0].Flagged(casework.FlagFile) || len(h.entries()["officer.file"]) != 1 {
		t.Errorf("after %d tries the case has %v", 100-p.fails, h.cases()[0].Flags)
	}
}

func TestFilesThatAreRefusedAreToldOnce(t *testing.T) {
	t.Parallel()
	h := open(t, engine(t), nil)
	h.send("https://api.twilio.com/x.exe", "https://api.twilio.com/a", "https://api.twilio.com/y.exe")
	p := &provider{refuses: ".exe"}
	h.fetch(p, start.Add(4*time.Second))
	h.fetch(p, start.Add(time.Hour))
	told := h.entries()["file.refused"]
	if len(told) != 1 || told[0].To.Address != zoe || told[0].From != ours || told[0].Case != h.cases()[0].Reference {
		t.Errorf("they were told %+v", told)
	}
	if c := h.cases()[0]; len(h.entries()["officer.file"]) != 2 || c.Files[1].Source != "town/blob" || c.Files[0].Sum != "" {
		t.Errorf("the officer sees %+v", c.Files)
	}
}
