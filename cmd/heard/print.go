package main

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
)

// printJSON writes one JSON object a line. Words stay readable: no character
// is escaped that JSON does not need escaped.
func printJSON[V any](out io.Writer, values ...V) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

func list(names []string) string { return strings.Join(names, ", ") }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
