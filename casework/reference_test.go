package casework_test

import (
	"regexp"
	"strings"
	"testing"

	"heard/casework"
)

func FuzzReferencesAreReadInAnyForm(f *testing.F) {
	f.Add(byte(0), byte(0), byte(0), byte(0))
	f.Add(byte(255), byte(28), byte(9), byte(130))
	shape := regexp.MustCompile(`^BCP-[2-9][2-9A-HJKMNP-RTV-Z]{4}$`)
	f.Fuzz(func(t *testing.T, a, b, c, d byte) {
		ref := casework.NewReference("BCP", [4]byte{a, b, c, d})
		if !shape.MatchString(string(ref)) {
			t.Fatalf("%q cannot be spoken", ref)
		}
		for _, typed := range []string{string(ref), ref.Show(), strings.ToLower(ref.Show()), " " + strings.ReplaceAll(string(ref), "-", ".")} {
			if got, err := casework.ParseReference(typed); err != nil || got != ref {
				t.Errorf("%q was read as %q, %v", typed, got, err)
			}
		}
		slipped(t, ref)
	})
}

// slipped checks that one wrong character and two swapped ones are noticed.
func slipped(t *testing.T, ref casework.Reference) {
	t.Helper()
	const alphabet = "23456789ABCDEFGHJKMNPQRTVWXYZ"
	body := []byte(ref[4:])
	for i := range body {
		for _, c := range []byte(alphabet) {
			wrong := append([]byte{}, body...)
			wrong[i] = c
			if c != body[i] {
				refused(t, wrong)
			}
		}
		if i > 0 && body[i] != body[i-1] {
			wrong := append([]byte{}, body...)
			wrong[i], wrong[i-1] = wrong[i-1], wrong[i]
			refused(t, wrong)
		}
	}
}

func refused(t *testing.T, body []byte) {
	t.Helper()
	if got, err := casework.ParseReference("BCP-" + string(body)); err == nil {
		t.Errorf("%s was taken for %s", body, got)
	}
}
