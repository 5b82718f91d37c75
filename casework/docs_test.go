package casework_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"heard/casework"
)

var update = flag.Bool("update", false, "write docs/actions.md")

const actionsPage = "../docs/actions.md"

// The table of docs/actions.md is made of the code: the names, the arguments,
// and the first sentence of each action's comment.
func TestTheActionsAreWrittenDown(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	page, err := os.ReadFile(actionsPage)
	if err != nil {
		t.Fatal(err)
	}
	rows, missing := "", ""
	for _, name := range casework.ActionNames() {
		typeName := source.actions[name]
		row := fmt.Sprintf("| `%s` | %s | %s |\n", name, strings.Join(source.arguments[typeName], ", "), source.does(typeName))
		rows += row
		if !strings.Contains(string(page), row) {
			missing += row
		}
	}
	switch {
	case missing == "":
	case *update:
		head, rest, _ := strings.Cut(string(page), tableHead)
		_, tail, _ := strings.Cut(rest, "\n\n")
		if err := os.WriteFile(actionsPage, []byte(head+tableHead+rows+"\n"+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("docs/actions.md is not up to date: go test ./casework -run WrittenDown -update\n%s", missing)
	}
}

const tableHead = "| action | arguments | what it is |\n|---|---|---|\n"

// Every flag that the code knows is listed.
func TestTheFlagsAreWrittenDown(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/flags.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range parseSource(t).flags {
		if !strings.Contains(string(page), "`"+flag+"`") {
			t.Errorf("docs/flags.md does not say what the flag %s means", flag)
		}
	}
}

// source is what the package's own code says.
type source struct {
	actions   map[string]string   // the type of each action
	arguments map[string][]string // of each type
	comments  map[string]string
	flags     []string
}

func parseSource(t *testing.T) source {
	t.Helper()
	s := source{map[string]string{}, map[string][]string{}, map[string]string{}, nil}
	files := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok {
				s.declared(g)
			}
		}
	}
	slices.Sort(s.flags)
	return s
}

func (s *source) declared(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if st, ok := spec.Type.(*ast.StructType); ok {
				s.comments[spec.Name.Name] = g.Doc.Text()
				s.fields(spec.Name.Name, st)
			}
		case *ast.ValueSpec:
			s.value(spec)
		}
	}
}

func (s *source) fields(name string, st *ast.StructType) {
	for _, f := range st.Fields.List {
		if f.Tag == nil {
			continue
		}
		tag, _ := strconv.Unquote(f.Tag.Value)
		arg, options, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
		if options == "" {
			arg = "**" + arg + "**" // it is always needed
		}
		s.arguments[name] = append(s.arguments[name], arg)
	}
}

func (s *source) value(spec *ast.ValueSpec) {
	if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "Flag" {
		for _, v := range spec.Values {
			if lit, ok := v.(*ast.BasicLit); ok {
				flag, _ := strconv.Unquote(lit.Value)
				s.flags = append(s.flags, flag)
			}
		}
	}
	if len(spec.Names) != 1 || spec.Names[0].Name != "actions" {
		return
	}
	for _, e := range spec.Values[0].(*ast.CompositeLit).Elts {
		kv := e.(*ast.KeyValueExpr)
		name, _ := strconv.Unquote(kv.Key.(*ast.BasicLit).Value)
		s.actions[name] = kv.Value.(*ast.CompositeLit).Type.(*ast.Ident).Name
	}
}

// does is the first sentence of a type's comment, as a line.
func (s *source) does(typeName string) string {
	text := strings.Join(strings.Fields(s.comments[typeName]), " ")
	text, _, _ = strings.Cut(text+" ", ". ")
	text = strings.TrimSuffix(strings.TrimSpace(strings.TrimPrefix(text, typeName)), ".")
	return strings.TrimPrefix(strings.ReplaceAll(text, "|", "/"), "is ")
}
