package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"heard/casework"
	"heard/configs"
	"heard/notify"
	notifymail "heard/notify/mail"
	"heard/store"
	"heard/store/redis"
	"heard/store/sqlite"
)

// configured is what a command needs that works with a real configuration.
type configured struct {
	Config string `required:"" help:"The service's file." placeholder:"F"`
}

// planned reads the configuration and the secrets; everything that is wrong
// with either is told at once.
func (c configured) planned(w *world) (configs.Service, plan, error) {
	s, err := configs.Load(c.Config)
	if err != nil {
		return s, plan{}, asked{err}
	}
	p := plan{
		publicURL: s.PublicURL, twilioAPI: s.TwilioAPI, settle: s.Settle, unknownAfter: s.UnknownAfter,
		data: s.Data, smtpTLS: notifymail.TLS(s.SMTPTLS), now: now, log: newLog(w.err),
	}
	p.secrets = func(council string) (configs.Secret, error) { return configs.Secrets(w.env, council) }
	var wrong []error
	for _, council := range s.Councils {
		secret, err := configs.Secrets(w.env, council.Name)
		if err != nil {
			wrong = append(wrong, err)
		}
		for _, name := range secret.Missing(council) {
			wrong = append(wrong, fmt.Errorf("%s is not set: put the secret into it, or the path of a file with it into %s_FILE", name, name))
		}
		p.councils = append(p.councils, newSetup(council, secret))
	}
	if err := errors.Join(wrong...); err != nil {
		return s, p, asked{err}
	}
	return s, p, nil
}

// open builds the house over the configured store.
func (c configured) open(w *world) (configs.Service, *house, error) {
	s, p, err := c.planned(w)
	if err != nil {
		return s, nil, err
	}
	if p.engine, err = openEngine(s, w.env); err != nil {
		return s, nil, err
	}
	p.shared = s.Store == configs.RedisStore
	h, err := build(p)
	if err != nil {
		p.engine.Close()
		return s, nil, err
	}
	return s, h, nil
}

// connecting is how long Redis may take to answer for the first time.
const connecting = 10 * time.Second

func openEngine(s configs.Service, env func(string) string) (store.Engine, error) {
	if s.Store == configs.RedisStore {
		password, err := configs.RedisPassword(env)
		if err != nil {
			return nil, asked{err}
		}
		return openRedis(redis.Options{
			Addresses: s.Redis.Addresses, Master: s.Redis.Master, Cluster: s.Redis.Cluster,
			Password: password, AllowEverysec: s.Redis.AllowEverysec,
		})
	}
	// What is kept here is children's: nobody else on the machine may read it.
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	return sqlite.Open(sqlite.Options{Path: filepath.Join(s.Data, "heard.db")})
}

// openRedis waits for one that starts later than we do, or still reads its file.
func openRedis(o redis.Options) (store.Engine, error) {
	ctx, cancel := context.WithTimeout(context.Background(), connecting)
	defer cancel()
	var away error
	for ctx.Err() == nil {
		e, err := redis.Open(ctx, o)
		switch {
		case err == nil:
			return e, nil
		case ctx.Err() != nil:
			return nil, cmp.Or(away, err)
		case !errors.Is(err, store.ErrAway):
			return nil, err
		}
		away = err
		pause(ctx, 100*time.Millisecond, nil)
	}
	return nil, away
}

func newSetup(c configs.Council, secret configs.Secret) setup {
	out := setup{
		name:  c.Name,
		rules: casework.Rules{Procedure: &c.Procedure, Calendar: configs.Calendar()},
		seal:  secret.Key, lookup: secret.LookupKey,
		token: secret.TwilioToken, next: secret.TwilioTokenNext,
	}
	if c.Twilio != nil {
		out.account, out.service = c.Twilio.Account, c.Twilio.Service
		out.numbers, out.whatsapp = c.Twilio.Numbers, c.Twilio.WhatsApp
		out.deleteMedia, out.perSecond = c.Twilio.DeleteMedia, c.Twilio.PerSecond
		out.twilio = c.Twilio
	}
	if c.Mail != nil {
		out.mail = &postbox{imap: c.Mail.IMAP, smtp: c.Mail.SMTP, from: c.Mail.From, password: secret.MailPassword}
	}
	for _, o := range c.Officers {
		out.officers = append(out.officers, notify.Official{Name: o.Name, Role: o.Role, Email: o.Email, Phone: o.Phone, Deputy: o.Deputy, Absent: o.Absent})
	}
	for _, d := range c.Duty {
		out.duty = append(out.duty, notify.OnDuty{Name: d.Name, When: string(d.When), Phone: d.Phone, Email: d.Email, Absent: d.Absent})
	}
	return out
}

// now is the machine's time, in whole milliseconds as the store keeps it.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

func newLog(out io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(out, nil))
}
