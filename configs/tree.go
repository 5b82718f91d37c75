package configs

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is a YAML value with its place. Scalars are kept as they are written:
// 010 stays "010" and is nobody's 8, and 0800 1111 is not a number at all.
type node struct {
	line, column int
	kind         kind
	text         string
	items        []*node // of a list
	pairs        []pair  // of a mapping, in order
}

type pair struct{ key, value *node }

type kind string

const (
	scalar  kind = "a value"
	list    kind = "a list"
	mapping kind = "a mapping"
	nothing kind = "nothing"
	unread  kind = "something unread" // reported already
)

// plainYAML says what part of YAML these files use.
const plainYAML = "write plain keys, values and lists, without &, *, ! and <<"

// parseTree reads a file into a tree. nil means it was no YAML, or empty.
func (d *doc) parseTree(data []byte) *node {
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntax(err)
		return nil
	}
	top := &node{line: 1, column: 1}
	switch {
	case len(file.Docs) > 1:
		d.fail(top, "the file has several documents: write one, without ---")
		return nil
	case len(file.Docs) == 0 || file.Docs[0].Body == nil:
		d.fail(top, "the file is empty")
		return nil
	}
	return d.tree(file.Docs[0].Body)
}

// syntax reports what the parser could not read.
func (d *doc) syntax(err error) {
	at := &node{line: 1, column: 1}
	what := err.Error()
	var y yaml.Error
	if errors.As(err, &y) {
		what = y.GetMessage()
		if tk := y.GetToken(); tk != nil {
			at.line, at.column = tk.Position.Line, tk.Position.Column
		}
	}
	what, _, _ = strings.Cut(what, "\n")
	d.fail(at, "this is not YAML: %s", what)
}

func (d *doc) tree(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.MappingNode:
		return d.mappingOf(n.GetToken(), n.Values)
	case *ast.MappingValueNode:
		return d.mappingOf(n.GetToken(), []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		out := at(n.GetToken(), list)
		for _, v := range n.Values {
			out.items = append(out.items, d.tree(v))
		}
		return out
	case *ast.LiteralNode:
		out := at(n.GetToken(), scalar)
		out.text = n.Value.Value
		return out
	case *ast.StringNode:
		out := at(n.GetToken(), scalar)
		out.text = n.Value
		return out
	case *ast.NullNode:
		return at(n.GetToken(), nothing)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out := at(n.GetToken(), scalar)
		out.text = n.GetToken().Value
		return out
	}
	out := at(n.GetToken(), unread)
	d.fail(out, "%s is not used here: %s", n.Type().YAMLName(), plainYAML)
	return out
}

func (d *doc) mappingOf(tk *token.Token, values []*ast.MappingValueNode) *node {
	out := at(tk, mapping)
	seen := map[string]int{}
	for i, v := range values {
		key := d.tree(v.Key)
		if i == 0 {
			out.line, out.column = key.line, key.column
		}
		if first, again := seen[key.text]; again {
			d.fail(key, "%q stands here and in line %d: keep one", key.text, first)
			continue
		}
		seen[key.text] = key.line
		out.pairs = append(out.pairs, pair{key, d.tree(v.Value)})
	}
	return out
}

func at(tk *token.Token, k kind) *node {
	if tk == nil {
		return &node{line: 1, column: 1, kind: k}
	}
	return &node{line: tk.Position.Line, column: tk.Position.Column, kind: k}
}

// String is for messages.
func (n *node) String() string {
	if n.kind == scalar {
		return fmt.Sprintf("%q", n.text)
	}
	return string(n.kind)
}
