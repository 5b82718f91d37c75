package redis

import (
	"context"
	"crypto/sha1"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"heard/store"
)

//go:embed scripts/*.lua
var scripts embed.FS

var (
	receiveScript = load("document.lua", "receive.lua")
	writeScript   = load("document.lua", "write.lua")
	rangeScript   = load("range.lua")
	forgetScript  = load("forget.lua")
)

// A script is known to Redis by the hash of its text.
type script struct{ text, hash string }

func load(files ...string) script {
	text := ""
	for _, f := range files {
		b, err := scripts.ReadFile("scripts/" + f)
		if err != nil {
			panic(err) // a file of this folder is not there
		}
		text += string(b)
	}
	sum := sha1.Sum([]byte(text))
	return script{text, hex.EncodeToString(sum[:])}
}

// run runs a script. A Redis that was restarted has forgotten its text, and
// has then done nothing: it is told the whole.
func (e *Engine) run(ctx context.Context, act string, s script, keys []string, args ...any) (any, error) {
	out, err := e.do(ctx, command("evalsha", s.hash, keys, args)...)
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		out, err = e.do(ctx, command("eval", s.text, keys, args)...)
	}
	return out, explain(ctx, act, err)
}

func command(name, script string, keys []string, args []any) []any {
	all := make([]any, 0, 3+len(keys)+len(args))
	all = append(all, name, script, len(keys))
	for _, k := range keys {
		all = append(all, k)
	}
	return append(all, args...)
}

// explain turns whatever went wrong into what the contract knows.
func explain(ctx context.Context, act string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, store.ErrAway):
		return fmt.Errorf("%s: %w", act, err)
	}
	return away(act, err)
}
