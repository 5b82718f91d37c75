package store_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"heard/store"
)

// What the first release sealed and named. Neither may change while a database
// of that release is about.
const (
	released = "AQExAExhHqQFXHExYkcVMUrtQeauiFfclnm7WA635EZAbX3mxhySfPUMAZulQssltAMq"
	lookedUp = "ad2d487eda19e8ac6563641039a83d38"
)

// secret is base64 of 32 bytes that are all c but the last.
func secret(c byte) string {
	return base64.StdEncoding.EncodeToString(append(bytes.Repeat([]byte{c}, 31), c+1))
}

func keys(t testing.TB, list string) store.Keys {
	t.Helper()
	k, err := store.ParseKeys(list)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestTheFirstKeySealsAndAllOpen(t *testing.T) {
	t.Parallel()
	before, after := keys(t, secret(1)), keys(t, "2026-b:"+secret(2)+", 1:"+secret(1))
	for _, plain := range []string{"", "they moved me again", strings.Repeat("x", 70_000)} {
		old := store.Seal(before, "hampshire/case/1", []byte(plain))
		got, err := store.Open(after, "hampshire/case/1", old)
		if err != nil || string(got) != plain {
			t.Errorf("sealed before: %d bytes, %v", len(got), err)
		}
		sealed := store.Seal(after, "hampshire/case/1", []byte(plain))
		if got, err = store.Open(after, "hampshire/case/1", sealed); err != nil || string(got) != plain {
			t.Errorf("sealed after: %d bytes, %v", len(got), err)
		}
		_, err = store.Open(before, "hampshire/case/1", sealed)
		if !errors.Is(err, store.ErrSealed) || !strings.Contains(err.Error(), `"2026-b"`) {
			t.Errorf("without the new key: %v", err)
		}
	}
}

func TestAnEnvelopeFromTheFirstReleaseStillOpens(t *testing.T) {
	t.Parallel()
	sealed, err := base64.StdEncoding.DecodeString(released)
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.Open(keys(t, secret(1)), "hampshire/case/1", sealed)
	if err != nil || string(got) != "they moved me again" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAnyChangeIsNoticed(t *testing.T) {
	t.Parallel()
	k := keys(t, "a:"+secret(1)+",b:"+secret(1)) // one key under two ids: the id counts too
	sealed := store.Seal(k, "hampshire/case/1", []byte("they moved me again"))
	closed := func(what, docKey string, body []byte) {
		t.Helper()
		if plain, err := store.Open(k, docKey, body); !errors.Is(err, store.ErrSealed) || plain != nil {
			t.Errorf("%s: %q, %v", what, plain, err)
		}
	}
	for i := range sealed {
		for bit := range 8 {
			changed := bytes.Clone(sealed)
			changed[i] ^= 1 << bit
			closed(fmt.Sprintf("bit %d of byte %d", bit, i), "hampshire/case/1", changed)
		}
		closed(fmt.Sprintf("cut to %d bytes", i), "hampshire/case/1", sealed[:i])
	}
	closed("longer", "hampshire/case/1", append(bytes.Clone(sealed), 0))
	closed("another document's", "hampshire/case/2", sealed)
	closed("a shorter key's", "hampshire/case/", sealed)
}

func TestTheSameWordsNeverLookTheSame(t *testing.T) {
	t.Parallel()
	k := keys(t, secret(1))
	a, b := store.Seal(k, "x", []byte("words")), store.Seal(k, "x", []byte("words"))
	if bytes.Equal(a, b) || bytes.Contains(a, []byte("words")) {
		t.Errorf("%x\n%x", a, b)
	}
}

func TestKeysThatAreWrongAreNamedByTheirPlaceOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ list, want string }{
		{"", "seal key 1: there is no key"},
		{secret(1) + ",", "seal key 2: there is no key"},
		{"a:" + secret(1) + ",b:" + secret(2)[:30], "seal key 2: 22 bytes long, expected 32"},
		{"a:!" + secret(1)[1:], "seal key 1: not base64"},
		{"1:" + secret(1) + "," + secret(2), "seal key 2: its id is that of a key before it"},
		{":" + secret(1), "seal key 1: an id is"},
		{secret(1) + ":1", "seal key 1: an id is"}, // the wrong way round
		{"a b:" + secret(1), "seal key 1: an id is"},
		{strings.Repeat("i", 33) + ":" + secret(1), "seal key 1: an id is"},
		{base64.StdEncoding.EncodeToString(make([]byte, 32)), "seal key 1: all its bytes are the same"},
	} {
		_, err := store.ParseKeys(c.list)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("error %v, want %s…", err, c.want)
			continue
		}
		for _, word := range strings.FieldsFunc(c.list, func(r rune) bool { return strings.ContainsRune(":, ", r) }) {
			if len(word) > 8 && strings.Contains(err.Error(), word[:8]) {
				t.Errorf("the error %q quotes a key", err)
			}
		}
	}
	if _, err := store.ParseLookup(secret(1)[1:]); err == nil || strings.Contains(err.Error(), secret(1)[1:9]) {
		t.Errorf("lookup key: %v", err)
	}
}

func TestKeysAreNotPrinted(t *testing.T) {
	t.Parallel()
	l, err := store.ParseLookup(secret(1))
	if err != nil {
		t.Fatal(err)
	}
	held := struct {
		Seal   store.Keys
		Lookup store.Lookup
	}{keys(t, secret(1)), l}
	want := "{1 seal keys a lookup key}"
	if got := fmt.Sprintf("%v", held); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, verb := range []string{"%+v", "%#v", "%s", "%x", "%d", "%q"} {
		if got := fmt.Sprintf(verb, held); !strings.Contains(got, "1 seal keys") || !strings.Contains(got, "a lookup key") || len(got) > 90 {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestNothingIsWrittenOpen(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(){
		"Seal": func() { store.Seal(store.Keys{}, "x", nil) },
		"Hash": func() { store.Lookup{}.Hash("contact", "+447700900123") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s works without a key", name)
				}
			}()
			do()
		}()
	}
}

func TestLookupNamesDependOnAllOfIt(t *testing.T) {
	t.Parallel()
	one, err := store.ParseLookup(secret(1))
	if err != nil {
		t.Fatal(err)
	}
	other, _ := store.ParseLookup(secret(2))
	if got := fmt.Sprintf("%x", one.Hash("contact", "+447700900123")); got != lookedUp {
		t.Errorf("name %s, want %s", got, lookedUp)
	}
	names := map[[16]byte]bool{}
	for _, l := range []store.Lookup{one, other} {
		for _, pair := range [][2]string{{"a", "bc"}, {"ab", "c"}, {"", "abc"}, {"abc", ""}, {"a", "bd"}, {"a", strings.Repeat("b", 999)}} {
			name := l.Hash(pair[0], pair[1])
			names[name] = true
			if again := l.Hash(pair[0], pair[1]); again != name {
				t.Errorf("%v has two names", pair)
			}
		}
	}
	if len(names) != 12 {
		t.Errorf("%d names, want 12", len(names))
	}
}

func FuzzOpen(f *testing.F) {
	const doc = "hampshire/case/1"
	k := keys(f, secret(1))
	good, _ := base64.StdEncoding.DecodeString(released)
	f.Add(good, doc)
	f.Add([]byte{}, doc)
	f.Add([]byte{1, 255, 0}, "")
	f.Add([]byte{1, 1, '1', 0}, doc)
	f.Add(append([]byte{1, 1, '1', 200}, good[4:]...), doc)
	f.Fuzz(func(t *testing.T, sealed []byte, docKey string) {
		_, err := store.Open(k, docKey, sealed)
		if bytes.Equal(sealed, good) && docKey == doc {
			if err != nil {
				t.Error(err)
			}
		} else if !errors.Is(err, store.ErrSealed) {
			t.Errorf("%x opens for %q: %v", sealed, docKey, err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	k, plain := keys(b, secret(1)), make([]byte, 600)
	b.SetBytes(600)
	for b.Loop() {
		store.Seal(k, "hampshire/in/0123456789abcdef0123456789abcdef", plain)
	}
}

func BenchmarkOpen(b *testing.B) {
	k := keys(b, secret(1))
	sealed := store.Seal(k, "hampshire/case/1", make([]byte, 600))
	b.SetBytes(600)
	for b.Loop() {
		if _, err := store.Open(k, "hampshire/case/1", sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	l, _ := store.ParseLookup(secret(1))
	for b.Loop() {
		l.Hash("contact", "+447700900123")
	}
}
