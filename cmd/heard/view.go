package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"heard/casework"
	"heard/store"
)

// caseView is a case as it is shown to officers, with its log.
type caseView struct {
	casework.Case
	Log []casework.Event `json:"log"`
}

func (h *house) view(ctx context.Context, council string, c store.Case) (caseView, error) {
	log, err := h.store.Log(ctx, council, c.Reference)
	if log == nil {
		log = []casework.Event{}
	}
	for i := range log {
		log[i].Action = nil // for replaying, not for reading
	}
	v := caseView{c.Case, log}
	v.Due, v.UnheardCode = time.Time{}, ""
	if v.Alert != nil { // the code is for whoever is called to it alone
		a := *v.Alert
		a.Code = ""
		v.Alert = &a
	}
	return v, err
}

// caseByReference finds a case among all councils by what somebody typed.
func (h *house) caseByReference(ctx context.Context, typed string) (string, store.Case, error) {
	ref, err := casework.ParseReference(typed)
	if err != nil {
		return "", store.Case{}, asked{err}
	}
	for _, c := range h.councils {
		if !strings.HasPrefix(string(ref), c.rules.Procedure.Prefix+"-") {
			continue
		}
		cases, err := h.store.Cases(ctx, c.name, ref)
		if err == nil {
			return c.name, cases[0], nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return "", store.Case{}, err
		}
	}
	return "", store.Case{}, askedf("there is no case %s", ref.Show())
}

// task is something that waits for an officer, in words.
type task struct {
	At       time.Time          `json:"at"`
	Kind     string             `json:"kind"`
	To       string             `json:"to"`
	Role     string             `json:"role"`
	Channel  string             `json:"channel,omitempty"`
	Template casework.Template  `json:"template"`
	Text     string             `json:"text"`
	Case     casework.Reference `json:"case,omitempty"`
	Trouble  string             `json:"trouble,omitempty"`
}

// tasks are the letters to officers that wait in the outbox.
func (h *house) tasks(ctx context.Context, council string) ([]task, error) {
	entries, err := h.store.Outbox(ctx, council)
	if err != nil {
		return nil, err
	}
	out := []task{}
	for _, e := range entries {
		if e.To.Office != casework.Officer && e.To.Office != casework.Manager {
			continue
		}
		t := task{At: e.At, Kind: "task", To: string(e.To.Office), Role: string(e.To.Office), Case: e.Case, Trouble: e.Trouble}
		if len(e.Says) > 0 {
			t.Template = e.Says[0].Template
		}
		texts, err := h.render(e.Says, "en", store.ForOfficers, casework.Email, casework.DateOf(e.At))
		if err != nil {
			return nil, err
		}
		t.Text = strings.TrimSpace(strings.Join(texts, "\n"))
		out = append(out, t)
	}
	return out, nil
}

// pageCases and pageTasks are what the sandbox's page shows.
func (s *stage) pageCases() any {
	out := []caseView{}
	for _, c := range s.councils {
		cases, err := s.store.AllCases(context.Background(), c.name, "", 200)
		if err != nil {
			return out
		}
		for _, record := range cases {
			v, err := s.view(context.Background(), c.name, record)
			if err != nil {
				return out
			}
			out = append(out, v)
		}
	}
	return out
}

func (s *stage) pageTasks() any {
	out := []task{}
	for _, c := range s.councils {
		tasks, err := s.tasks(context.Background(), c.name)
		if err != nil {
			return out
		}
		out = append(out, tasks...)
	}
	return out
}
