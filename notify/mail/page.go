package mail

import (
	"bytes"
	_ "embed"
	"html/template"
)

//go:embed letter.html
var letterHTML string

var letterTemplate = template.Must(template.New("letter").Funcs(template.FuncMap{"spans": spans}).Parse(letterHTML))

// page writes a text as HTML: the same words, in the same order.
func page(text, title, lang string) ([]byte, error) {
	var b bytes.Buffer
	err := letterTemplate.Execute(&b, struct {
		Lang, Title string
		Blocks      []block
	}{lang, title, blocks(text)})
	return b.Bytes(), err
}
