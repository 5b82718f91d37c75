package mailbox

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// This file turns HTML into text that reads as it looked. The rules are: it
// goes through the tokens once and builds no tree, so that no nesting, however
// deep or wrong, costs more than its bytes; elements that stand on lines of
// their own break lines, so that words never run together; what a mailer marks
// as quoted gets the ">" of plain mail, and is hidden by the same rules.

// htmlText returns the text of an HTML page.
func htmlText(page string) string {
	p := &pageText{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return p.end()
		}
		t := z.Token()
		switch kind {
		case html.TextToken:
			p.text(t.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			p.open(t, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			p.close(t)
		}
	}
}

// maxNested is how deep lists, quotes and divs are followed.
const maxNested = 200

// pageText is the text made so far.
type pageText struct {
	out    strings.Builder
	line   strings.Builder
	blanks int    // line ends that wait for the next word
	space  bool   // a blank waits for it too
	skip   int    // depth within elements that nobody sees
	pre    int    // depth within preformatted text
	boxes  []bool // open divs and blockquotes: does it mark a quote
	quotes int    // how many of them do
	lists  []int  // open lists: the next number, or 0 for bullets
	marked bool   // the line has the mark of an entry, and nothing else yet
	wait   bool   // a quote began; its first words may say that it was forwarded
}

// breaks says how many line ends an element has around it.
var breaks = map[atom.Atom]int{
	atom.P: 2, atom.Blockquote: 2, atom.Ul: 1, atom.Ol: 1, atom.Li: 1, atom.Table: 1, atom.Tr: 1,
	atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Pre: 2, atom.Hr: 1,
	atom.Div: 1, atom.Section: 1, atom.Article: 1, atom.Header: 1, atom.Footer: 1, atom.Main: 1,
	atom.Address: 1, atom.Fieldset: 1, atom.Form: 1, atom.Dl: 1, atom.Dt: 1, atom.Dd: 1, atom.Center: 1,
	atom.Body: 1, atom.Option: 1, atom.Figure: 1, atom.Figcaption: 1, atom.Details: 1, atom.Summary: 1,
}

func unseen(a atom.Atom) bool {
	return a == atom.Script || a == atom.Style || a == atom.Title || a == atom.Template || a == atom.Noscript
}

func (p *pageText) open(t html.Token, single bool) {
	switch a := t.DataAtom; {
	case unseen(a):
		if !single {
			p.skip++
		}
	case a == atom.Br:
		p.breakLine(p.blanks + 1)
	case a == atom.Img:
		p.picture(t)
	case a == atom.Td || a == atom.Th:
		p.space = true
	case a == atom.Div || a == atom.Blockquote:
		p.breakLine(max(p.blanks, breaks[a]))
		p.box(t)
	default:
		p.breakLine(max(p.blanks, breaks[a]))
		p.item(t)
	}
}

func (p *pageText) close(t html.Token) {
	a := t.DataAtom
	if unseen(a) {
		p.skip = max(0, p.skip-1)
		return
	}
	p.breakLine(max(p.blanks, breaks[a]))
	switch {
	case a == atom.Div || a == atom.Blockquote:
		p.unbox()
	case a == atom.Pre:
		p.pre = max(0, p.pre-1)
	case (a == atom.Ul || a == atom.Ol) && len(p.lists) > 0:
		p.lists = p.lists[:len(p.lists)-1]
	}
}

// item begins a list, an entry of one, or preformatted text. Numbers are kept:
// people answer our questions by them.
func (p *pageText) item(t html.Token) {
	switch t.DataAtom {
	case atom.Pre:
		p.pre++
	case atom.Ul, atom.Ol:
		if len(p.lists) < maxNested {
			p.lists = append(p.lists, firstNumber(t))
		}
	case atom.Li:
		mark := "- "
		if n := len(p.lists) - 1; n >= 0 && p.lists[n] > 0 {
			mark = strconv.Itoa(p.lists[n]) + ". "
			p.lists[n]++
		}
		p.word(mark)
		p.space, p.marked = false, true
	}
}

func firstNumber(list html.Token) int {
	if list.DataAtom == atom.Ul {
		return 0
	}
	if n, err := strconv.Atoi(attribute(list, "start")); err == nil && n > 0 && n < 10_000 {
		return n
	}
	return 1
}

// box opens a div or a blockquote.
func (p *pageText) box(t html.Token) {
	if len(p.boxes) == maxNested {
		return
	}
	quote := t.DataAtom == atom.Blockquote || quoteClass(attribute(t, "class"))
	p.boxes = append(p.boxes, quote)
	if quote {
		p.quotes++
		p.wait = p.quotes == 1
	}
}

func (p *pageText) unbox() {
	n := len(p.boxes) - 1
	if n < 0 {
		return
	}
	if p.boxes[n] {
		p.quotes--
	}
	p.boxes = p.boxes[:n]
}

// quoteClass tells whether a mailer's name for an element means that all in it
// was quoted. Gmail's is not among them: answers stand in it, between
// blockquotes.
func quoteClass(class string) bool {
	for _, c := range strings.Fields(class) {
		switch c {
		case "yahoo_quoted", "protonmail_quote", "zmail_extra":
			return true
		}
	}
	return false
}

// picture keeps the little pictures that stand for a feeling.
func (p *pageText) picture(t html.Token) {
	alt := attribute(t, "alt")
	if alt != "" && len(alt) < 32 && strings.IndexFunc(alt, func(r rune) bool { return r < 0x2000 }) < 0 {
		p.text(alt)
	}
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
