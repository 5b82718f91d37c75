package redis

import (
	"encoding/binary"
	"fmt"

	"heard/store"
)

// A document is packed as scripts/document.lua has it: its version in 8 bytes,
// big end first, its place, and its body.
//
// Its place is where it stands among what is due: the length of the queue in
// one byte, the queue, and the due time in 8 bytes, big end first. So the bytes
// of places sort by queue and time, exactly, where a score would round.

const (
	versionSize = 8
	dueSize     = 8
)

// place packs a queue and a due time.
func place(c council, queue string, due int64) (string, error) {
	if queue != "" {
		if of, _, err := split(queue); err != nil {
			return "", err
		} else if of != c {
			return "", fmt.Errorf("redis: queue %q is not of the council %s", queue, c)
		}
	}
	if len(queue) > 255 {
		return "", fmt.Errorf("redis: the name of queue %q is too long", queue)
	}
	return string(rawPlace(queue, uint64(due))), nil
}

func rawPlace(queue string, due uint64) []byte {
	b := append([]byte{byte(len(queue))}, queue...)
	return binary.BigEndian.AppendUint64(b, due)
}

// unpack reads a document. Anything that a script of ours wrote is long enough.
func unpack(key, packed string) (store.Doc, error) {
	d := store.Doc{Key: key}
	if len(packed) <= versionSize {
		return d, fmt.Errorf("document %s is broken", key)
	}
	d.Version = int64(number(packed))
	rest := packed[versionSize+1:]
	queue := int(packed[versionSize])
	if len(rest) < queue+dueSize {
		return d, fmt.Errorf("document %s is broken", key)
	}
	d.Queue, rest = rest[:queue], rest[queue:]
	d.Due = int64(number(rest))
	d.Body = []byte(rest[dueSize:])
	return d, nil
}

// number reads the first 8 bytes.
func number(s string) uint64 { return binary.BigEndian.Uint64([]byte(s[:8])) }
