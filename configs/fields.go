package configs

// field is one key of a mapping and what reads its value.
type field struct {
	name     string
	read     func(*doc, *node)
	required bool
}

// may is a field that can be left out; must is one that cannot.
func may(name string, read func(*doc, *node)) field  { return field{name, read, false} }
func must(name string, read func(*doc, *node)) field { return field{name, read, true} }

// fields reads a mapping with known keys.
func (d *doc) fields(n *node, known ...field) {
	if !d.is(n, mapping) {
		return
	}
	names := make([]string, len(known))
	there := map[string]bool{}
	for i, f := range known {
		names[i] = f.name
	}
	for _, p := range n.pairs {
		there[p.key.text] = true
		if f, ok := named(known, p.key.text); ok {
			f.read(d, p.value)
		} else {
			d.fail(p.key, "there is no key %q here: %s", p.key.text, meant(p.key.text, names))
		}
	}
	for _, f := range known {
		if f.required && !there[f.name] {
			d.fail(n, "%q is missing: add it here", f.name)
		}
	}
}

func named(known []field, name string) (field, bool) {
	for _, f := range known {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// each reads a mapping whose keys are the writer's own.
func each(read func(d *doc, key, value *node)) func(*doc, *node) {
	return func(d *doc, n *node) {
		if !d.is(n, mapping) {
			return
		}
		for _, p := range n.pairs {
			read(d, p.key, p.value)
		}
	}
}

// every reads a list.
func every(read func(*doc, *node)) func(*doc, *node) {
	return func(d *doc, n *node) {
		if !d.is(n, list) {
			return
		}
		for _, item := range n.items {
			read(d, item)
		}
	}
}

func (d *doc) is(n *node, want kind) bool {
	if n.kind == unread {
		return false
	}
	if n.kind != want {
		d.fail(n, "%s stands here: %s is meant", n, want)
		return false
	}
	return true
}
