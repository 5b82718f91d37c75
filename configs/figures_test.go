package configs

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

// The figures that people are told, as the councils and the law give them: due,
// latest, warn. "" is no date.
func TestFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		council, step, from, due, latest, warn string
	}{
		{"england-statutory", "acknowledge", "receipt", "3 working days", "", ""},
		{"england-statutory", "stage1", "receipt", "10 working days", "20 working days", ""},
		{"england-statutory", "stage2_request", "answer_received", "20 working days", "", ""},
		{"england-statutory", "stage2", "request", "25 working days", "65 working days", ""},
		{"england-statutory", "stage3_request", "answer_received", "20 working days", "", ""},
		{"england-statutory", "panel", "request", "30 working days", "", ""},
		{"england-statutory", "panel_notice", "panel", "10 working days before", "", ""},
		{"england-statutory", "panel_report", "panel", "5 working days", "", ""},
		{"england-statutory", "final_response", "panel_report", "15 working days", "", ""},
		{"england-statutory", "ombudsman", "receipt", "12 weeks", "", ""},
		{"england-statutory", "advocate_referral", "advocate_asked", "1 working day", "", ""},
		{"england-statutory", "advocate_contact", "advocate_asked", "2 working days", "", ""},

		{"oxfordshire", "acknowledge", "receipt", "3 working days", "", "3 days"},
		{"oxfordshire", "stage1", "receipt", "10 working days", "20 working days", ""},
		{"oxfordshire", "stage2_request", "answer_received", "", "", ""},
		{"oxfordshire", "stage2", "request", "25 working days", "65 working days", ""},
		{"oxfordshire", "stage3_request", "answer_received", "", "", ""},
		{"oxfordshire", "panel", "request", "30 working days", "", ""},
		{"oxfordshire", "panel_report", "panel", "5 working days", "", ""},
		{"oxfordshire", "final_response", "panel", "20 working days", "", "20 days"},

		{"bournemouth", "acknowledge", "receipt", "3 working days", "", ""},
		{"bournemouth", "stage1", "receipt", "10 working days", "20 working days", ""},
		{"bournemouth", "stage2_request", "answer_received", "20 working days", "", ""},
		{"bournemouth", "stage2", "request", "25 working days", "65 working days", "25 days"},
		{"bournemouth", "stage3_request", "answer_received", "", "", ""},
		{"bournemouth", "panel", "request", "30 working days", "", ""},
		{"bournemouth", "panel_notice", "panel", "10 working days before", "", ""},
		{"bournemouth", "panel_report", "panel", "5 working days", "", ""},
		{"bournemouth", "final_response", "panel", "20 working days", "", ""},

		{"sefton", "early", "receipt", "2 working days", "", "2 days"},
		{"sefton", "stage1", "receipt", "10 working days", "20 working days", ""},
		{"sefton", "stage2_request", "answer_received", "", "", ""},
		{"sefton", "stage2", "request", "25 working days", "65 working days", ""},
		{"sefton", "stage3_request", "answer_received", "20 working days", "", ""},
		{"sefton", "panel", "request", "30 working days", "", ""},
		{"sefton", "panel_report", "panel", "5 working days", "", ""},
		{"sefton", "final_response", "panel_report", "15 working days", "", ""},

		{"hampshire", "acknowledge", "receipt", "4 working days", "", "3 working days"},
		{"hampshire", "stage1", "receipt", "10 working days", "20 working days", ""},
		{"hampshire", "stage2_request", "answer_received", "20 working days", "", ""},
		{"hampshire", "stage2", "request", "25 working days", "60 working days", ""},
		{"hampshire", "stage3_request", "answer_received", "20 working days", "", ""},
		{"hampshire", "final_response", "panel_report", "15 working days", "", ""},

		{"bcp", "acknowledge", "receipt", "3 working days", "", ""},
		{"bcp", "stage1", "receipt", "10 working days", "20 working days", ""},
		{"bcp", "stage2_request", "answer_received", "20 working days", "", ""},
		{"bcp", "stage2", "request", "25 working days", "65 working days", ""},
		{"bcp", "stage3_request", "answer_received", "20 working days", "", ""},
		{"bcp", "stage3", "request", "2 months", "", ""},
	} {
		s, ok := mustProcedure(t, c.council).Step(casework.StepName(c.step))
		if !ok {
			t.Errorf("%s has no %s", c.council, c.step)
			continue
		}
		want := []string{c.from, c.due, c.latest, c.warn}
		if diff := cmp.Diff(want, []string{string(s.From), written(s.Due), written(s.Latest), written(s.Warn)}); diff != "" {
			t.Errorf("%s, %s:\n%s", c.council, c.step, diff)
		}
	}
}

func written(s casework.Span) string {
	if s.IsZero() {
		return ""
	}
	return s.String()
}

// The dates themselves, over Christmas, Easter, a jubilee, a funeral and leap
// days, as anybody can count them on a wall calendar.
func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ council, step, from, due, latest, warn string }{
		{"hampshire", "stage1", "2026-12-21", "2027-01-07", "2027-01-21", ""},
		{"hampshire", "acknowledge", "2026-12-24", "2027-01-04", "", "2026-12-31"},
		{"oxfordshire", "acknowledge", "2027-03-25", "2027-04-01", "", "2027-03-28"}, // Good Friday, Easter Monday
		{"sefton", "early", "2027-12-24", "2027-12-30", "", "2027-12-26"},            // two substitute days
		{"bournemouth", "stage2", "2022-05-20", "2022-06-28", "2022-08-23", "2022-06-14"},
		{"bcp", "stage1", "2022-09-08", "2022-09-23", "2022-10-07", ""}, // the State Funeral
		{"bcp", "stage3", "2027-12-31", "2028-02-29", "", ""},           // a month that is shorter
		{"oxfordshire", "final_response", "2028-02-14", "2028-03-13", "", "2028-03-05"},
		{"bournemouth", "panel_notice", "2027-04-12", "2027-03-25", "", ""},
		{"england-statutory", "stage1", "2020-04-27", "2020-05-12", "2020-05-27", ""}, // VE Day on a Friday
		{"hampshire", "stage2", "2026-11-23", "2026-12-30", "2027-02-18", ""},
		{"oxfordshire", "stage2_request", "2027-01-25", "", "", ""},

		// The same, counted by other means from each council's page.
		{"oxfordshire", "acknowledge", "2026-12-24", "2026-12-31", "", "2026-12-27"},
		{"oxfordshire", "stage1", "2022-05-31", "2022-06-16", "2022-06-30", ""},
		{"oxfordshire", "stage2", "2023-11-20", "2023-12-27", "2024-02-22", ""},
		{"oxfordshire", "final_response", "2022-12-09", "2023-01-11", "", "2022-12-29"},
		{"oxfordshire", "panel", "2024-02-29", "2024-04-15", "", ""},
		{"bournemouth", "stage1", "2012-05-25", "2012-06-12", "2012-06-26", ""},
		{"bournemouth", "stage2_request", "2011-04-15", "2011-05-19", "", ""},
		{"bournemouth", "panel", "2011-04-08", "2011-05-26", "", ""},
		{"bournemouth", "panel_notice", "2018-05-10", "2018-04-25", "", ""},
		{"bournemouth", "final_response", "2017-12-12", "2018-01-12", "", ""},
		{"sefton", "early", "2023-05-05", "2023-05-10", "", "2023-05-07"},
		{"sefton", "early", "2022-09-16", "2022-09-21", "", "2022-09-18"},
		{"sefton", "stage1", "2024-03-28", "2024-04-15", "2024-04-29", ""},
		{"sefton", "stage2", "2026-11-27", "2027-01-06", "2027-03-03", ""},
		{"sefton", "stage3_request", "2020-04-24", "2020-05-26", "", ""},
		{"hampshire", "acknowledge", "2026-12-23", "2026-12-31", "", "2026-12-30"},
		{"hampshire", "acknowledge", "2023-04-06", "2023-04-14", "", "2023-04-13"},
		{"hampshire", "stage1", "2025-12-24", "2026-01-12", "2026-01-26", ""},
		{"hampshire", "stage2", "2023-02-27", "2023-04-03", "2023-05-26", ""},
		{"hampshire", "stage3_request", "2024-12-13", "2025-01-15", "", ""},
		{"bcp", "acknowledge", "2024-12-31", "2025-01-06", "", ""},
		{"bcp", "stage1", "2020-05-01", "2020-05-18", "2020-06-02", ""},
		{"bcp", "stage2", "2021-11-26", "2022-01-05", "2022-03-02", ""},
		{"bcp", "stage3", "2023-12-31", "2024-02-29", "", ""},
		{"bcp", "stage3", "2024-08-31", "2024-10-31", "", ""},
		{"bcp", "panel", "2026-03-27", "2026-05-13", "", ""},
		{"england-statutory", "stage1", "2027-12-24", "2028-01-12", "2028-01-26", ""},
		{"england-statutory", "stage2", "2027-11-22", "2027-12-29", "2028-02-24", ""},
		{"england-statutory", "panel", "2022-05-19", "2022-07-04", "", ""},
	} {
		s, _ := mustProcedure(t, c.council).Step(casework.StepName(c.step))
		from, err := casework.ParseDate(c.from)
		if err != nil {
			t.Fatal(err)
		}
		got := casework.Rules{Calendar: Calendar()}.Reckon(s, from)
		if diff := cmp.Diff([]string{c.due, c.latest, c.warn}, []string{got.Due.Date.String(), got.Latest.String(), got.Warn.String()}); diff != "" {
			t.Errorf("%s, %s from %s:\n%s", c.council, c.step, c.from, diff)
		}
	}
}
