package store

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"heard/casework"
)

// This file makes every key there is. The rules are: a key starts with the
// council; what a person could be known by stands in it only as a keyed hash;
// what is listed together shares a prefix.

func contactKey(council string, l Lookup, a casework.Address) string {
	return council + "/contact/" + hash(l, "contact", string(a))
}

func inboxKey(council string, l Lookup, a casework.Address) string {
	return council + "/in/" + hash(l, "contact", string(a))
}

// A message that was set aside keeps the rest of its key, and with it the name
// that it was sealed for.
func asidePrefix(council string) string { return council + "/aside/" }

func asideKey(council, message string) string {
	return asidePrefix(council) + strings.TrimPrefix(message, council+"/in/")
}

// inboxOf is the inbox that a message came in by.
func inboxOf(council, message string) string {
	rest := strings.TrimPrefix(message, asidePrefix(council))
	if rest != message {
		message = council + "/in/" + rest
	}
	return message[:strings.LastIndexByte(message, '/')]
}

func caseKey(council string, ref casework.Reference) string {
	return council + "/case/" + string(ref)
}

// logKey is a page of a case's log: all lines of one change. Pages stand in the
// order of their moments and of the case's versions.
func logKey(council string, ref casework.Reference, now time.Time, version int64) string {
	return fmt.Sprintf("%s%013d-%08d", logPrefix(council, ref), now.UnixMilli(), version)
}

// sentKey is the page with the line of one text that was sent. Texts of one moment stand
// in the order in which they were to be said; the part's own hash keeps the
// line single however often it is settled.
func sentKey(council string, ref casework.Reference, at time.Time, e Entry, n int) string {
	return fmt.Sprintf("%s%013d-sent-%013d-%04d-%02d-%s", logPrefix(council, ref),
		at.UnixMilli(), e.At.UnixMilli(), e.Order, n, e.Parts[n].Hash)
}

func logPrefix(council string, ref casework.Reference) string {
	return council + "/log/" + string(ref) + "/"
}

func outKey(council string, l Lookup, e Entry) string {
	return outPrefix(council, l, e) + hash(l, "out", e.About)
}

// outPrefix is shared by the entries to one recipient. The complainants of two
// cases are two; an office is one, whatever the case.
func outPrefix(council string, l Lookup, e Entry) string {
	who := string(e.To.Address) + "|" + e.To.Person + "|" + string(e.To.Office)
	if e.To.Person != "" {
		who += "|" + string(e.Case)
	}
	if e.By != "" { // no way waits for another
		who += "|" + string(e.By)
	}
	return council + "/out/" + hash(l, "recipient", who) + "/"
}

func partKey(council, part string) string { return council + "/part/" + part }

func providerKey(council string, l Lookup, id string) string {
	return council + "/sid/" + hash(l, "provider", id)
}

func alertKey(council string, ref casework.Reference) string {
	return council + "/alert/" + string(ref)
}

func twicePrefix(council string) string { return council + "/twice/" }

func inQueue(council string) string    { return council + "/in" }
func lapseQueue(council string) string { return council + "/lapse" }
func wakeQueue(council string) string  { return council + "/wake" }
func outQueue(council string) string   { return council + "/out" }
func partQueue(council string) string  { return council + "/part" }

func hash(l Lookup, purpose, value string) string {
	h := l.Hash(purpose, value)
	return hex.EncodeToString(h[:])
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func markKey(council, name string) string { return council + "/mark/" + name }
