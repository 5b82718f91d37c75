package configs

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func TestSecretsComeFromTheEnvironmentOrAFile(t *testing.T) {
	t.Parallel()
	got, err := Secrets(env(map[string]string{
		"HEARD_KEY_EAST_HAM":             "1:a2V5",
		"HEARD_LOOKUP_KEY_EAST_HAM_FILE": write(t, "key", "\n bG9va3Vw \n"),
		"HEARD_TWILIO_TOKEN_EAST_HAM":    "abc123",
		"HEARD_TWILIO_TOKEN_OTHER":       "other",
		"HEARD_MAIL_PASSWORD_EAST_HAM":   "pass word",
	}), "east-ham")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Secret{Key: "1:a2V5", LookupKey: "bG9va3Vw", TwilioToken: "abc123", MailPassword: "pass word"}, got); diff != "" {
		t.Error(diff)
	}
	if p, err := RedisPassword(env(map[string]string{"HEARD_REDIS_PASSWORD": "r"})); p != "r" || err != nil {
		t.Errorf("got %q, %v", p, err)
	}
}

func TestErrorsNameTheVariableAndNeverTheValue(t *testing.T) {
	t.Parallel()
	const hidden = "hunter2!"
	for _, c := range []struct {
		vars map[string]string
		want string
	}{
		{map[string]string{"HEARD_TWILIO_TOKEN_BCP": hidden}, "HEARD_TWILIO_TOKEN_BCP is no token: copy the auth token from Twilio's console, letters and digits alone"},
		{map[string]string{"HEARD_TWILIO_TOKEN_NEXT_BCP": hidden}, "HEARD_TWILIO_TOKEN_NEXT_BCP is no token: copy the auth token from Twilio's console, letters and digits alone"},
		{map[string]string{"HEARD_KEY_BCP": hidden, "HEARD_KEY_BCP_FILE": hidden}, "HEARD_KEY_BCP and HEARD_KEY_BCP_FILE are both set: keep one"},
		{map[string]string{"HEARD_KEY_BCP_FILE": "/" + hidden}, "HEARD_KEY_BCP_FILE cannot be read (no such file or directory): set it to the path of a file that Heard may read"},
		{map[string]string{"HEARD_MAIL_PASSWORD_BCP_FILE": write(t, hidden, " \n")}, "HEARD_MAIL_PASSWORD_BCP_FILE names an empty file: put the secret into it"},
	} {
		_, err := Secrets(env(c.vars), "bcp")
		if err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func TestMissingSecretsAreNamed(t *testing.T) {
	t.Parallel()
	c := Council{Name: "east-ham", Twilio: &Twilio{}, Mail: &Mail{}}
	want := []string{"HEARD_KEY_EAST_HAM", "HEARD_LOOKUP_KEY_EAST_HAM", "HEARD_TWILIO_TOKEN_EAST_HAM", "HEARD_MAIL_PASSWORD_EAST_HAM"}
	if diff := cmp.Diff(want, Secret{}.Missing(c)); diff != "" {
		t.Error(diff)
	}
	if got := (Secret{Key: "k", LookupKey: "l"}).Missing(Council{Name: "bcp"}); got != nil {
		t.Errorf("without doors %v is missing", got)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	t.Parallel()
	const hidden = "hunter2"
	s := Secret{Key: hidden, MailPassword: hidden}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "secrets", s)
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s", s, s, s, s), log.String()} {
		if strings.Contains(text, hidden) {
			t.Error(text)
		}
	}
}
