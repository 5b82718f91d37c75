package conversation

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var refit = flag.Bool("fit", false, "write lexicon/en.weights.txt anew from the tables")

const weightsFile = "lexicon/en.weights.txt"

// The weights are those that the tables give, and nobody's guess. Tables whose
// names end in "held" are never fitted to: they say how well the rest does.
func TestWeightsAreThoseOfTheTables(t *testing.T) {
	t.Parallel()
	want := fit(t, fitted(t, "held"))
	if *refit {
		if err := os.WriteFile(weightsFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(weightsFile)
	if err != nil || string(got) != want {
		t.Errorf("%s is not what the tables give (%v): go test ./conversation -run Weights -fit", weightsFile, err)
	}
}

// row is one text of a table: whether it tells of danger.
type row struct {
	text   string
	danger bool
}

// fitted reads every table but those left out. What people answer to Heard's
// own questions is everyday talk too: everyday.txt has it.
func fitted(t *testing.T, without ...string) (rows []row) {
	t.Helper()
	files, _ := filepath.Glob("testdata/danger/*.txt")
	for _, file := range files {
		kind, half, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), ".")
		if kind == "threats" && half != "not" || kind == "polish" || kind == "families" || slices.Contains(without, half) {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
			before, after, _ := strings.Cut(line, " | ")
			switch {
			case kind == "disclosures", kind == "threats":
				rows = append(rows, row{after, before != "none"})
			default:
				rows = append(rows, row{line, false})
			}
		}
	}
	return rows
}

// families reads which words say something together.
func families(t testing.TB) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/danger/families.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		if name, words, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && line[0] != '#' {
			for w := range strings.FieldsSeq(words) {
				all[plain(w)] = append(all[plain(w)], name)
			}
		}
	}
	return all
}

// How the weights are fitted: by logistic regression, one text at a time, with
// a pull to nought. A word of one text only proves nothing.
const (
	rounds = 25
	step0  = 0.3
	pull   = 0.003
	fewest = 2
	needs  = 50 // that a text must weigh beyond even odds, in hundredths
)

func fit(t testing.TB, rows []row) string {
	t.Helper()
	raw, err := os.ReadFile("lexicon/en.danger.txt")
	if err != nil {
		t.Fatal(err)
	}
	p, err := parsePhrasebook("en", string(raw), "")
	if err != nil {
		t.Fatal(err)
	}
	names, family, seen := p.names(), map[string][]string{}, map[string]int{}
	known := families(t)
	for _, w := range slices.Sorted(maps.Keys(known)) {
		family[p.name(names, w)] = known[w]
	}
	texts := make([][]string, len(rows))
	for i, r := range rows {
		texts[i] = p.features(names, family, r.text)
		for _, w := range slices.Compact(slices.Sorted(slices.Values(texts[i]))) {
			seen[w]++
		}
	}
	weight, bias, order := map[string]float64{}, 0.0, rand.New(rand.NewPCG(1, 2))
	for round := range rounds {
		step := step0 / (1 + 0.2*float64(round))
		for _, i := range order.Perm(len(rows)) {
			z := bias
			for _, w := range texts[i] {
				z += weight[w]
			}
			miss := -1 / (1 + math.Exp(-z))
			if rows[i].danger {
				miss++
			}
			bias += 0.1 * step * miss
			for _, w := range texts[i] {
				if seen[w] >= fewest {
					weight[w] = weight[w]*(1-pull*step) + 0.3*step*miss
				}
			}
		}
	}
	var lines []string
	for w := range family {
		seen[w]++
	}
	for w := range seen {
		if strings.HasPrefix(w, "@") {
			continue
		}
		sum := weight[w]
		for _, f := range family[w] {
			sum += weight["@"+f]
		}
		if n := math.Round(100 * sum); n != 0 {
			lines = append(lines, fmt.Sprintf("%s %.0f", w, n))
		}
	}
	slices.Sort(lines)
	head := "# How much words say of danger, in hundredths. Fitted, not written: see\n# ../weights_test.go. \"_\" is what a text must weigh.\n"
	return head + fmt.Sprintf("_ %.0f\n", needs-100*bias) + strings.Join(lines, "\n") + "\n"
}

// names gives every word of a phrase its first spelling.
func (p *phrasebook) names() map[int32]string {
	names := map[int32]string{}
	for w, id := range p.known {
		if old, ok := names[id]; !ok || w < old {
			names[id] = w
		}
	}
	return names
}

func (p *phrasebook) name(names map[int32]string, w string) string {
	if id := p.spelled([]byte(w)); id != 0 {
		return names[id]
	}
	return w
}

// features are the words of a text but for those of a harmless phrase, and
// their families.
func (p *phrasebook) features(names map[int32]string, family map[string][]string, text string) (all []string) {
	words := p.scan(text)
	free := make([]bool, len(words))
	for _, h := range p.find(words) {
		for i := h.start; i < h.end && (h.sense == harmless || h.sense == threat); i++ {
			free[i] = true
		}
	}
	for i, w := range words {
		name := names[w.id]
		if w.id == 0 {
			name = plain(text[w.from:w.to])
		}
		if free[i] || w.from == w.to || len(name) > maxLetters || strings.ContainsAny(name, "# ") {
			continue
		}
		all = append(all, name)
		for _, f := range family[name] {
			all = append(all, "@"+f)
		}
	}
	return all
}
