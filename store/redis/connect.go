package redis

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// dialTimeout bounds how long a caller waits to hear that a host is gone.
	dialTimeout = time.Second
	// ioTimeout bounds one pipeline. A disk may take a second to sync under
	// load; one that takes longer is away. Callers in a hurry have a deadline
	// of their own and leave before.
	ioTimeout = 3 * time.Second
)

// connect makes a client; it does not yet reach out.
func connect(o Options) (redis.UniversalClient, error) {
	if len(o.Addresses) == 0 {
		return nil, errors.New("no address given")
	}
	u := &redis.UniversalOptions{
		Addrs:      o.Addresses,
		MasterName: o.Master,
		Password:   o.Password,
		Protocol:   2,
		OnConnect:  func(ctx context.Context, c *redis.Conn) error { return durable(ctx, c, o.AllowEverysec) },

		MaxRetries:    -1, // see once
		DialTimeout:   dialTimeout,
		DialerRetries: 1,
		ReadTimeout:   ioTimeout,
		WriteTimeout:  ioTimeout,

		ContextTimeoutEnabled:    true,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	switch {
	case o.Master != "" && o.Cluster:
		return nil, errors.New("a cluster has no sentinels: set master or cluster, not both")
	case o.Master != "":
		return redis.NewFailoverClient(u.Failover()), nil
	case o.Cluster:
		return redis.NewClusterClient(u.Cluster()), nil
	case len(o.Addresses) > 1:
		return nil, errors.New("several addresses are sentinels (set master) or nodes of a cluster (set cluster)")
	}
	return redis.NewClient(u.Simple()), nil
}

// The client would write of broken connections to stderr by itself. Every one
// of them is an error to some caller, who says so in its place.
func init() { redis.SetLogger(quiet{}) }

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}
