package mailbox

import "strings"

// text adds words; blanks and line ends between them are one blank, except in
// preformatted text.
func (p *pageText) text(s string) {
	if p.skip > 0 {
		return
	}
	s = strings.Map(printable, s)
	if p.wait && !blank(s) {
		p.forwarded(strings.TrimSpace(s))
	}
	if p.pre > 0 {
		p.preformatted(s)
		return
	}
	if s != "" && isBlank(s[0]) || strings.HasPrefix(s, "\u00a0") {
		p.space = true
	}
	words := strings.Fields(s)
	for i, w := range words {
		if i > 0 {
			p.space = true
		}
		p.word(w)
	}
	if len(words) > 0 {
		p.space = isBlank(s[len(s)-1]) || strings.HasSuffix(s, "\u00a0")
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

func (p *pageText) preformatted(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			p.breakLine(p.blanks + 1)
		}
		if line != "" {
			p.word(line)
		}
	}
}

// word adds a word, with the line ends or the blank that wait for it.
func (p *pageText) word(w string) {
	if p.blanks > 0 && p.out.Len()+p.line.Len() > 0 {
		p.flush()
	}
	p.blanks = 0
	if p.space && p.line.Len() > 0 {
		p.line.WriteByte(' ')
	}
	if p.line.Len() == 0 && p.quotes > 0 {
		p.line.WriteString("> ")
	}
	p.space, p.marked = false, false
	p.line.WriteString(w)
}

// forwarded unmarks a quote that begins as a forwarded mail does: that is what
// the sender wants to be read.
func (p *pageText) forwarded(first string) {
	p.wait = false
	if !forwardLine.MatchString(first) {
		return
	}
	for i := range p.boxes {
		p.boxes[i] = false
	}
	p.quotes = 0
}

// breakLine lets the next word stand n lines further down, at most two.
func (p *pageText) breakLine(n int) {
	if n > 0 && !p.marked {
		p.blanks, p.space = min(n, 2), false
	}
}

func (p *pageText) flush() {
	p.out.WriteString(p.line.String())
	p.out.WriteString("\n\n"[:p.blanks])
	p.line.Reset()
}

func (p *pageText) end() string {
	p.blanks = 0
	p.flush()
	return p.out.String()
}
