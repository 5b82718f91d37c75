package redis

import (
	"fmt"
	"strings"
)

// This file makes every key in Redis. The rules are: the council stands in
// braces, so that all keys of a council lie in one slot of a cluster; and a
// council has these five keys, whatever it keeps, so that a script is told of
// all it touches.

// A council is the first segment of a document's key. Within its Redis keys
// the documents go by the rest, which is "" or starts with a slash.
type council string

const keyPrefix = "heard:{"

func (c council) key(name string) string { return keyPrefix + string(c) + "}:" + name }

// documents is a hash: the rest of a key, to the packed document.
func (c council) documents() string { return c.key("documents") }

// names is a sorted set of the rest of every key, all with score 0 and so in
// the order of their bytes: what List walks.
func (c council) names() string { return c.key("names") }

// due is a sorted set with score 0, of place and rest: what Due walks.
func (c council) due() string { return c.key("due") }

// seen is a sorted set of inbound ids by the time of their receipt. Forget
// takes the oldest out of it.
func (c council) seen() string { return c.key("seen") }

// sequence is the number given to an item last.
func (c council) sequence() string { return c.key("sequence") }

// split takes the key of a document, or the name of a queue, apart.
func split(key string) (council, string, error) {
	i := strings.IndexByte(key, '/')
	if i < 0 {
		i = len(key)
	}
	if i == 0 || strings.ContainsAny(key[:i], "{}") {
		return "", "", fmt.Errorf("redis: %q does not start with a council", key)
	}
	return council(key[:i]), key[i:], nil
}

// scanPattern finds one key of each council that has it.
func scanPattern(key func(council) string) string { return key("*") }

// scanned is the council of a key that was found so.
func scanned(key string) council {
	c, _, _ := strings.Cut(strings.TrimPrefix(key, keyPrefix), "}")
	return council(c)
}
