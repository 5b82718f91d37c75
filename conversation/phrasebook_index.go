package conversation

import "strings"

// finish numbers the words and notes for each which sets it is in and which
// phrases it begins. The word 0 is any that no phrase has.
func (b *book) finish() {
	size := len(b.members)/64 + 1
	b.sets = [][]uint64{make([]uint64, size)}
	for i, words := range b.members {
		for _, w := range words {
			id, ok := b.known[w]
			if !ok {
				id = int32(len(b.sets))
				b.known[w] = id
				b.sets = append(b.sets, make([]uint64, size))
			}
			b.sets[id][(i+1)/64] |= 1 << ((i + 1) % 64)
		}
	}
	for _, bits := range b.sets {
		bits[0] |= 1
	}
	b.first = make([][]*branch, len(b.sets))
	for w, bits := range b.sets {
		for i, s := range b.root.sets {
			if s != 0 && has(bits, s) {
				b.first[w] = append(b.first[w], b.root.next[i])
			}
		}
	}
	b.sum(&b.root)
	for other, w := range b.same {
		if _, taken := b.known[other]; !taken && b.known[w] != 0 {
			b.known[other] = b.known[w]
		}
	}
	b.misspell()
	b.weighted()
}

// sum notes at each branch the words with which any phrase goes on.
func (b *book) sum(at *branch) {
	at.goesOn = make([]uint64, (len(b.sets)+len(b.heavy))/64+1)
	for _, s := range at.sets {
		if s == 0 {
			for i := range at.goesOn {
				at.goesOn[i] = ^uint64(0)
			}
			continue
		}
		for _, w := range b.members[s-1] {
			id := b.known[w]
			at.goesOn[id/64] |= 1 << (id % 64)
		}
	}
	for _, next := range at.next {
		b.sum(next)
	}
	if at.gap != nil {
		b.sum(at.gap)
	}
}

func has(bits []uint64, set int) bool { return bits[set/64]>>(set%64)&1 == 1 }

// misspell adds to the known spellings those that people type instead: a
// letter missing, a double one single, "hittin", "punchd". A word that is one
// of its own stays that.
func (b *book) misspell() {
	slips := map[string]int32{}
	for w, id := range b.known {
		for _, s := range misspellings(w) {
			if other, taken := slips[s]; taken && other < id {
				continue // always the same one, whatever the order of the map
			}
			slips[s] = id
		}
	}
	for s, id := range slips {
		if _, taken := b.known[s]; !taken && !b.plain[s] {
			b.known[s] = id
		}
	}
}

// longEnough is from how many letters on a word is still itself without one of
// them; of shorter ones too many are other words.
const longEnough = 7

func misspellings(w string) (all []string) {
	add := func(s string) {
		if s != w && len(s) > 2 {
			all = append(all, s)
		}
	}
	add(single(w))
	add(bare.Replace(w)) // as phones write Polish
	if root, ok := strings.CutSuffix(w, "ing"); ok && len(root) > 2 {
		add(root + "in")
		add(single(root) + "in")
	}
	if root, ok := strings.CutSuffix(w, "ed"); ok && len(root) > 2 {
		add(root + "d")
		add(single(root) + "d")
		add(single(root) + "ed")
	}
	if len(w) < longEnough {
		return all
	}
	for i := 2; i < len(w); i++ { // the first two letters are seldom wrong
		add(w[:i] + w[i+1:])
	}
	for i := 1; i+1 < len(w); i++ {
		add(w[:i] + w[i+1:i+2] + w[i:i+1] + w[i+2:])
	}
	return all
}

// single writes double letters once.
func single(w string) string {
	var b strings.Builder
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] {
			b.WriteByte(w[i])
		}
	}
	return b.String()
}
