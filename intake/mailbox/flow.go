package mailbox

import "strings"

// unflow puts together the lines of a text that its mailer broke at blanks for
// old screens (RFC 3676): a line that ends in a blank goes on in the next, if
// that is quoted as deep. delsp says that the blank was added too.
func unflow(text string, delsp bool) string {
	var out strings.Builder
	open, depth := false, 0 // the last line goes on, at this depth of quoting
	for _, line := range strings.Split(text, "\n") {
		d, rest := quoteDepth(line)
		signature := rest == "-- "
		if open && (d != depth || signature) {
			out.WriteByte('\n')
			open = false
		}
		if !open && d > 0 {
			out.WriteString(strings.Repeat(">", d) + " ")
		}
		flowing := strings.HasSuffix(rest, " ") && !signature
		if flowing && delsp {
			rest = rest[:len(rest)-1]
		}
		out.WriteString(rest)
		if !flowing {
			out.WriteByte('\n')
		}
		open, depth = flowing, d
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// quoteDepth counts the marks before a line and returns it without them, and
// without the blank that was stuffed before it.
func quoteDepth(line string) (int, string) {
	rest := strings.TrimLeft(line, ">")
	return len(line) - len(rest), strings.TrimPrefix(rest, " ")
}
