package configs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"heard/casework"
)

func TestTheExampleLoads(t *testing.T) {
	t.Parallel()
	s, err := Load("heard.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, ok := s.Council("hampshire")
	if !ok || len(s.Councils) != 1 {
		t.Fatalf("councils are %+v", s.Councils)
	}
	if c.Procedure.Prefix != "HAM" || c.Twilio.Numbers[0] != "+447400000001" || c.Mail.IMAP[0].Hostname() != "mail.example.org" || c.Mail.SMTP.User.Username() != "complaints" {
		t.Errorf("the council is %+v", c)
	}
	if c.Officers[1].Role != casework.Manager || c.Duty[1].When != OutOfOffice {
		t.Errorf("its people are %+v, %+v", c.Officers, c.Duty)
	}
	if _, ok := s.Council("bcp"); ok {
		t.Error("there is a council that nobody named")
	}
}

// bare is the least that a service's file needs.
const bare = `councils:
  bcp:
    procedure: bcp
    officers: [{name: M, role: manager, email: m@h}]
    duty: [{name: D, when: office, phone: "+447700900001", email: d@h}, {name: E, when: out-of-office, phone: "+447700900002", email: e@h}]
`

func TestWhatIsLeftOutHasTheExamplesValue(t *testing.T) {
	t.Parallel()
	got, err := Load(write(t, "heard.yaml", bare))
	if err != nil {
		t.Fatal(err)
	}
	want, err := Load("heard.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if c := got.Councils[0]; c.Twilio != nil || c.Mail != nil {
		t.Errorf("a door is open: %+v", c)
	}
	got.Councils, want.Councils, want.Redis = nil, nil, Redis{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMessagesMayBeAnsweredWithoutAPause(t *testing.T) {
	t.Parallel()
	got, err := Load(write(t, "heard.yaml", "settle: 0s\n"+bare))
	if err != nil || got.Settle != 0 {
		t.Errorf("settle is %s, %v", got.Settle, err)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	t.Parallel()
	got, err := Load(write(t, "heard.yaml", `listen: 127.0.0.1:0
public_url: https://heard.example.org
data: /var/lib/heard
settle: 500ms
unknown_after: 1m
twilio_api: http://127.0.0.1:9999
smtp_tls: off
store: redis
redis: {addresses: ["10.0.0.1:26379", "10.0.0.2:26379"], master: heard, cluster: true, allow_everysec: true}
`+bare))
	if err != nil {
		t.Fatal(err)
	}
	got.Councils = nil
	want := Service{
		Listen: "127.0.0.1:0", PublicURL: "https://heard.example.org", Data: "/var/lib/heard",
		Settle: 500 * time.Millisecond, UnknownAfter: time.Minute, TwilioAPI: "http://127.0.0.1:9999",
		SMTPTLS: TLSOff, Store: RedisStore,
		Redis: Redis{Addresses: []string{"10.0.0.1:26379", "10.0.0.2:26379"}, Master: "heard", Cluster: true, AllowEverysec: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAProcedureIsLookedForBesideTheFile(t *testing.T) {
	t.Parallel()
	path := write(t, "heard.yaml", strings.Replace(bare, "procedure: bcp", "procedure: ours.yaml", 1))
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "ours.yaml"), []byte("name: ours\nextends: bcp\nprefix: OUR\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(path)
	if err != nil || s.Councils[0].Procedure.Prefix != "OUR" {
		t.Errorf("got %+v, %v", s.Councils, err)
	}
}

func TestAFileThatIsNotThereIsSaidSo(t *testing.T) {
	t.Parallel()
	if _, err := Load("./nowhere.yaml"); err == nil || err.Error() != "config ./nowhere.yaml: no such file or directory" {
		t.Errorf("got %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(bare))
	files, _ := filepath.Glob("testdata/broken/*.yaml")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l := loader{doc: doc{file: "f"}, dir: t.TempDir(), taken: map[string]string{}}
		l.service(data)
		d := doc{file: "f"}
		d.procedure(data, nil)
		w := wordsDoc{doc: doc{file: "f"}, places: map[place]*node{}}
		w.language(data)
	})
}

func TestAbsencesAndDeputies(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{"2027-12-24": 1, "2027-08-02 to 2027-08-13": 12, "2027-08-02 to 2027-08-02": 1, "2028-02-28 to 2028-03-01": 3} {
		if days, err := absence(said); err != nil || len(days) != want {
			t.Errorf("%s: %d days, %v", said, len(days), err)
		}
	}
	for _, said := range []string{"August", "2027-08-13 to 2027-08-02", "2027-08-02 to 2037-08-02", "2027-02-29", "2027-08-02-2027-08-13"} {
		if _, err := absence(said); err == nil {
			t.Errorf("%q passes", said)
		}
	}
}
