package configs

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// Secret has one council's secrets. It does not print.
type Secret struct {
	Key             string // id:base64 of 32 bytes, several with commas: the first seals, all open
	LookupKey       string // hashes contacts and ids; never changed
	TwilioToken     string
	TwilioTokenNext string // while a token is being changed, both are right
	MailPassword    string
}

// String keeps secrets out of what is printed.
func (Secret) String() string { return "(secrets)" }

// GoString keeps secrets out of %#v.
func (Secret) GoString() string { return "(secrets)" }

// LogValue keeps secrets out of logs.
func (Secret) LogValue() slog.Value { return slog.StringValue("(secrets)") }

// The variables of a council's secrets; its name follows.
const (
	keyVariable       = "HEARD_KEY_"
	lookupVariable    = "HEARD_LOOKUP_KEY_"
	tokenVariable     = "HEARD_TWILIO_TOKEN_"
	tokenNextVariable = "HEARD_TWILIO_TOKEN_NEXT_"
	mailVariable      = "HEARD_MAIL_PASSWORD_"
	redisVariable     = "HEARD_REDIS_PASSWORD"
)

// tokenPattern: Twilio's client refuses any other token with an error that
// misleads, and sends without one where it is empty.
var tokenPattern = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// Secrets reads a council's secrets from the environment: HEARD_KEY_NAME and
// the like, with the council's name in capitals and _ for -; or from the file
// named by HEARD_KEY_NAME_FILE, less the space around its content. What is not
// set is empty; Missing tells what a council cannot do without. Errors name a
// variable and never a value.
func Secrets(getenv func(string) string, council string) (Secret, error) {
	suffix := strings.ToUpper(strings.ReplaceAll(council, "-", "_"))
	var s Secret
	for _, v := range []struct {
		name string
		to   *string
	}{
		{keyVariable, &s.Key}, {lookupVariable, &s.LookupKey},
		{tokenVariable, &s.TwilioToken}, {tokenNextVariable, &s.TwilioTokenNext},
		{mailVariable, &s.MailPassword},
	} {
		got, err := secret(getenv, v.name+suffix)
		if errors.Is(err, errEmpty) && v.name == tokenNextVariable {
			err = nil // there is none to come: the file waits for one
		}
		if err != nil {
			return Secret{}, err
		}
		if strings.HasPrefix(v.name, tokenVariable) && got != "" && !tokenPattern.MatchString(got) {
			return Secret{}, fmt.Errorf("%s%s is no token: copy the auth token from Twilio's console, letters and digits alone", v.name, suffix)
		}
		*v.to = got
	}
	return s, nil
}

// RedisPassword reads the password of Redis, empty if there is none.
func RedisPassword(getenv func(string) string) (string, error) {
	return secret(getenv, redisVariable)
}

var errEmpty = errors.New("an empty file")

func secret(getenv func(string) string, name string) (string, error) {
	plain, file := getenv(name), getenv(name+"_FILE")
	switch {
	case plain != "" && file != "":
		return "", fmt.Errorf("%s and %s_FILE are both set: keep one", name, name)
	case file == "":
		return plain, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		// without the path: somebody may have set the secret itself
		return "", fmt.Errorf("%s_FILE cannot be read (%w): set it to the path of a file that Heard may read", name, cause(err))
	}
	if plain = strings.TrimSpace(string(data)); plain == "" {
		return "", fmt.Errorf("%s_FILE names %w: put the secret into it", name, errEmpty)
	}
	return plain, nil
}

// Missing names the variables that this council needs and that are not set.
func (s Secret) Missing(c Council) []string {
	suffix := strings.ToUpper(strings.ReplaceAll(c.Name, "-", "_"))
	var out []string
	need := func(variable, have string, needed bool) {
		if needed && have == "" {
			out = append(out, variable+suffix)
		}
	}
	need(keyVariable, s.Key, true)
	need(lookupVariable, s.LookupKey, true)
	need(tokenVariable, s.TwilioToken, c.Twilio != nil)
	need(mailVariable, s.MailPassword, c.Mail != nil)
	return out
}
