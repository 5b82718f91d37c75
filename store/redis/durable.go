package redis

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// forgetful is what is wrong with a Redis that would forget, and what to set.
type forgetful string

func (f forgetful) Error() string { return "this redis would forget: " + string(f) }

// The settings that make a Redis keep what it accepted.
var settings = []string{"appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory-policy"}

// durable looks at the settings of a new connection's server. It asks every
// server, also after a failover, and also a replica, which may be the next to
// be written to. Sentinels keep nothing and are let be.
func durable(ctx context.Context, c *redis.Conn, everysec bool) error {
	pipe := c.Pipeline()
	info := pipe.Info(ctx)
	var answers []*redis.MapStringStringCmd
	for _, s := range settings {
		answers = append(answers, pipe.ConfigGet(ctx, s))
	}
	pipe.Exec(ctx) // each answer has its own error
	if info.Err() != nil {
		return info.Err()
	}
	facts := facts(info.Val())
	if facts["redis_mode"] == "sentinel" {
		return nil
	}
	set := map[string]string{}
	for i, a := range answers {
		var refusal redis.Error
		if a.Err() != nil && !errors.As(a.Err(), &refusal) {
			return a.Err()
		}
		set[settings[i]] = a.Val()[settings[i]]
	}
	return judge(set, facts, everysec)
}

// judge decides. Where CONFIG is not allowed, as in most hosted Redis, INFO
// shows two of the settings under other names; the others stay unknown, and
// only somebody who accepts everysec can accept that.
func judge(set, facts map[string]string, everysec bool) error {
	if set["appendonly"] == "" && facts["aof_enabled"] == "1" {
		set["appendonly"] = "yes"
	}
	if set["maxmemory-policy"] == "" {
		set["maxmemory-policy"] = facts["maxmemory_policy"]
	}
	fsync := set["appendfsync"]
	switch {
	case set["appendonly"] != "yes":
		return forgetful("it has no append-only file; set `appendonly yes` in its configuration")
	case set["maxmemory-policy"] != "noeviction":
		return forgetful(fmt.Sprintf("it evicts when memory is full (%s); set `maxmemory-policy noeviction`",
			set["maxmemory-policy"]))
	case fsync == "" && !everysec:
		return forgetful("it does not show appendfsync; allow the command `config|get`, or accept to lose " +
			"its last two seconds with `allow_everysec: true`")
	case fsync == "everysec" && !everysec:
		return forgetful("it syncs once a second; set `appendfsync always`, or accept to lose " +
			"its last two seconds with `allow_everysec: true`")
	case fsync != "always" && fsync != "everysec" && fsync != "":
		return forgetful(fmt.Sprintf("it leaves syncing to chance (appendfsync %s); set `appendfsync always`", fsync))
	case set["no-appendfsync-on-rewrite"] == "yes":
		return forgetful("it does not sync while it rewrites its file; set `no-appendfsync-on-rewrite no`")
	}
	return nil
}

// facts reads the lines of INFO.
func facts(info string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(info) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			out[name] = value
		}
	}
	return out
}
