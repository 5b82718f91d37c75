package configs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

func TestEveryShippedProcedureLoads(t *testing.T) {
	t.Parallel()
	prefixes := map[string]string{}
	for _, name := range Procedures() {
		p, err := Procedure(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Name != name {
			t.Errorf("%s.yaml calls itself %q", name, p.Name)
		}
		if other, twice := prefixes[p.Prefix]; twice {
			t.Errorf("%s and %s share the prefix %s", name, other, p.Prefix)
		}
		prefixes[p.Prefix] = name
	}
}

func TestStepsStandInTheOrderOfACase(t *testing.T) {
	t.Parallel()
	var got []casework.StepName
	for _, s := range mustProcedure(t, "hampshire").Steps {
		got = append(got, s.Name)
	}
	want := []casework.StepName{"acknowledge", "advocate_referral", "advocate_contact", "stage1", "stage2_request", "stage2", "stage3_request", "panel_notice", "panel", "panel_report", "final_response", "ombudsman"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnAdvocacyServiceIsOnlyNamedWhereTheCouncilNamesOne(t *testing.T) {
	t.Parallel()
	if c, ok := mustProcedure(t, "hampshire").Contacts["advocacy"]; ok {
		t.Errorf("hampshire has %q", c.Name)
	}
	if got := mustProcedure(t, "bcp").Contacts["advocacy"].Name; got != "Coram Voice" {
		t.Errorf("bcp has %q", got)
	}
}

func TestAFileOverridesItsBaseStepByStep(t *testing.T) {
	t.Parallel()
	path := write(t, "mine.yaml", `name: mine
extends: hampshire
prefix: MY
steps:
  acknowledge: none
  stage1: {from: receipt, due: 5 working days, source: our page, confidence: A}
contacts:
  shout: {name: Shout, phone: "85258", checked_on: 2027-01-02, source: their page}
  family_rights: none
`)
	p, err := Procedure(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := p.Step(casework.StepAcknowledge); ok {
		t.Error("the step was not taken away")
	}
	if s, _ := p.Step(casework.StepStage1); s.Due.N != 5 || !s.Latest.IsZero() {
		t.Errorf("stage 1 is %+v", s)
	}
	if s, _ := p.Step(casework.StepStage2); s.Latest.N != 60 {
		t.Errorf("stage 2 is not the base's: %+v", s)
	}
	if _, ok := p.Contacts["family_rights"]; ok || p.Contacts["shout"].CheckedOn.Year != 2027 {
		t.Errorf("contacts are %+v", p.Contacts)
	}
	if p.Council != "Hampshire County Council" || p.Prefix != "MY" {
		t.Errorf("it is %s, %s", p.Council, p.Prefix)
	}
	if base := mustProcedure(t, "hampshire"); base.Version == p.Version || len(base.Contacts) == len(p.Contacts) {
		t.Error("the base was changed")
	}
}

func TestTheVersionIsTheFiles(t *testing.T) {
	t.Parallel()
	const one = "name: mine\nextends: bcp\n"
	a, errA := Procedure(write(t, "mine.yaml", one))
	b, errB := Procedure(write(t, "mine.yaml", one))
	c, errC := Procedure(write(t, "mine.yaml", one+"# a word more\n"))
	if errA != nil || errB != nil || errC != nil {
		t.Fatal(errA, errB, errC)
	}
	if a.Version != b.Version || a.Version == c.Version || a.Version == "" {
		t.Errorf("versions are %s, %s, %s", a.Version, b.Version, c.Version)
	}
}

func TestAnUnknownNameSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"hampshir":         `no procedure "hampshir" is shipped: did you mean "hampshire"? Or give a file's path`,
		"atlantis":         `no procedure "atlantis" is shipped: there is bcp, bournemouth, england-statutory, hampshire, oxfordshire, sefton. Or give a file's path`,
		"./not/there.yaml": "procedure ./not/there.yaml: no such file or directory",
	} {
		if _, err := Procedure(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func mustProcedure(t *testing.T, name string) *casework.Procedure {
	t.Helper()
	p, err := Procedure(name)
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
