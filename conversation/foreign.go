package conversation

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// This file knows what it cannot hear: a text in a language without danger
// words. Nobody may be counted as safe because a machine did not understand
// them, so such a text is taken like a voice note. Only whole sentences are
// judged; a word of slang or a name is no language.

// Foreign tells whether a text is in a language that none of the lexicons
// reads: by its script, or by common words that English does not have.
func (ls Lexicons) Foreign(text string) bool {
	letters, strange := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.Is(unicode.Latin, r) {
				strange++
			}
		}
	}
	switch {
	case letters == 0:
		return false
	case strange >= fewestStrange && 2*strange > letters:
		return true
	}
	words := strings.FieldsFunc(bare.Replace(strings.ToLower(text)), func(r rune) bool { return !unicode.IsLetter(r) })
	return tongues().heard(words) && !slices.ContainsFunc(ls[1:], func(l *Lexicon) bool { return l.looksLike(text) })
}

// fewestStrange is how many letters of another script are a word of it.
const fewestStrange = 2

// tongue is how often each language has a word.
type tongue struct {
	of   map[string][]int // languages that have a word, by number
	n    int
	help map[string]bool
}

// heard tells whether words are of one of the languages.
func (t *tongue) heard(words []string) bool {
	count := make([]int, t.n)
	help := false
	slices.Sort(words)
	words = slices.Compact(words) // "yo yo" is one word
	for _, w := range words {
		help = help || t.help[w]
		for _, n := range t.of[w] {
			count[n]++
		}
	}
	best := 0
	for _, n := range count {
		best = max(best, n)
	}
	english := 0
	for _, w := range words {
		if plainEnglish[w] {
			english++
		}
	}
	if english >= best {
		return help && english == 0
	}
	return help || best >= fewestCommon && best*shareForeign >= len(words)
}

// shareForeign: one word in so many has to be a common one of the language.
const shareForeign = 3

// tongues reads the words once.
var tongues = sync.OnceValue(func() *tongue {
	raw, err := lexiconFiles.ReadFile("lexicon/foreign.txt")
	if err != nil {
		panic(err) // it is embedded
	}
	t := &tongue{of: map[string][]int{}, help: map[string]bool{}}
	help := false
	for line := range strings.Lines(string(raw)) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		switch {
		case strings.HasPrefix(line, "["):
			if help = line == "[help]"; !help {
				t.n++
			}
		default:
			for w := range strings.FieldsSeq(bare.Replace(line)) {
				if help {
					t.help[w] = true
				} else if !plainEnglish[w] {
					t.of[w] = append(t.of[w], t.n-1)
				}
			}
		}
	}
	return t
})

// plainEnglish are words that say that a sentence is English, whatever else
// they are elsewhere.
var plainEnglish = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`the a i you u he she it we they me him her us them my your ur his our their is are
		was were be been am im ive id ill its hes shes dont didnt cant wont isnt not no yes yeah ye yh nah and n but or so if
		to of in on at for from with by about as do does did has have had will would can could just this that there here
		what when who why how all some any more get got go going want need said says told tell one people man mum dad
		nan sis son kids home house school worker social phone back out up off now then never always still again please
		pls plz help hi hello hey ok okay lol bro fam bruv init innit wanna gonna gotta aint too also die den era mate
		made make me ma mi mal case come more non long till con mine may many has hat he war was wo fast gut bad kind see
		sole pay tu ha hay la les con an or est ex van hem ben bin her min men her var her sit sale for fin`) {
		all[w] = true
	}
	return all
}()

// bare writes letters without their accents.
var bare = strings.NewReplacer(
	"ă", "a", "â", "a", "á", "a", "à", "a", "ã", "a", "ä", "a", "å", "a", "ą", "a", "ả", "a", "ạ", "a", "ấ", "a", "ầ", "a", "ắ", "a", "ằ", "a", "ậ", "a", "ặ", "a",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ę", "e", "ė", "e", "ě", "e", "ế", "e", "ề", "e", "ệ", "e", "ẹ", "e", "ẻ", "e",
	"í", "i", "ì", "i", "î", "i", "ï", "i", "į", "i", "ı", "i", "ị", "i", "ỉ", "i", "ĩ", "i",
	"ó", "o", "ò", "o", "ô", "o", "õ", "o", "ö", "o", "ő", "o", "ơ", "o", "ố", "o", "ồ", "o", "ộ", "o", "ớ", "o", "ờ", "o", "ợ", "o", "ọ", "o", "ỏ", "o",
	"ú", "u", "ù", "u", "û", "u", "ü", "u", "ű", "u", "ų", "u", "ū", "u", "ů", "u", "ư", "u", "ứ", "u", "ừ", "u", "ự", "u", "ụ", "u", "ủ", "u", "ũ", "u",
	"ý", "y", "ỳ", "y", "ŷ", "y", "ŵ", "w", "ç", "c", "č", "c", "ć", "c", "ñ", "n", "ň", "n", "ș", "s", "ş", "s", "š", "s", "ț", "t", "ţ", "t",
	"ł", "l", "ś", "s", "ń", "n", "ž", "z", "ź", "z", "ż", "z", "ř", "r", "ğ", "g", "đ", "d", "ð", "d", "ß", "ss", "'", " ", "’", " ", "i̇", "i",
)
