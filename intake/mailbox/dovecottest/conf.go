package dovecottest

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// dovecotConf is what Dovecot 2.3 needs to serve users from a folder,
// started by root or by anybody.
func (s *Server) dovecotConf() string {
	mail := "mail"
	if !root() {
		mail = me()
	} else if u, err := user.Lookup(mail); err == nil {
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		os.Chown(filepath.Join(s.Dir, "mail"), uid, gid)
	}
	conf := strings.NewReplacer("@DIR@", s.Dir, "@IMAP@", strconv.Itoa(s.IMAP), "@IMAPS@", strconv.Itoa(s.IMAPS), "@PASSWORD@", Password,
		"@LMTP@", strconv.Itoa(s.LMTP), "@MAIL@", mail, "@GROUP@", group(mail)).Replace(asAnybody)
	if !root() {
		conf += strings.NewReplacer("@ME@", me(), "@GROUP@", group(me())).Replace(withoutRoot)
	}
	return conf
}

const asAnybody = `
base_dir = @DIR@/run
state_dir = @DIR@/run
log_path = @DIR@/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
hostname = mx.heard.test
ssl = yes
ssl_cert = <@DIR@/cert.pem
ssl_key = <@DIR@/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Ln
mail_location = maildir:@DIR@/mail/%n
mail_uid = @MAIL@
mail_gid = @GROUP@
first_valid_uid = 1
first_valid_gid = 0
mail_privileged_group =
mail_fsync = never
mailbox_idle_check_interval = 1 s
imap_idle_notify_interval = 29 mins
namespace inbox {
  inbox = yes
}
passdb {
  driver = static
  args = password=@PASSWORD@
}
userdb {
  driver = static
  args = uid=@MAIL@ gid=@GROUP@ home=@DIR@/mail/%n allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = @IMAP@
  }
  inet_listener imaps {
    port = @IMAPS@
    ssl = yes
  }
}
service lmtp {
  user = @MAIL@
  inet_listener lmtp {
    port = @LMTP@
  }
}
`

// withoutRoot lets every part run as whoever started it, for it can neither
// become another user nor change its root.
const withoutRoot = `
default_internal_user = @ME@
default_internal_group = @GROUP@
default_login_user = @ME@
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
service stats {
  chroot =
}
`

func me() string {
	u, err := user.Current()
	if err != nil {
		return "nobody"
	}
	return u.Username
}

func group(name string) string {
	u, err := user.Lookup(name)
	if err != nil {
		return name
	}
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		return name
	}
	return g.Name
}

// smtpdConf takes in what is for heard.test and refuses the rest.
const smtpdConf = `
queue ttl 1h
table users { "@heard.test" = "mail" }
listen on 127.0.0.1 port @SMTP@ hostname "mx.heard.test"
action "hand on" lmtp "127.0.0.1:@LMTP@" rcpt-to virtual <users>
match from any for domain "heard.test" action "hand on"
`

// apart starts the server in a namespace of its own: its queue and its socket
// have fixed places, and another may be running.
const apart = `mount -t tmpfs none /var/spool && mount -t tmpfs none /run && exec "$0" -d -f "$1"`

// startSMTP starts OpenSMTPD before Dovecot. Where it cannot be set apart, as
// in a container with few rights, only one on the machine is started.
func (s *Server) startSMTP(program string, port int) {
	s.t.Helper()
	s.write("smtpd.conf", strings.NewReplacer("@SMTP@", strconv.Itoa(port), "@LMTP@", strconv.Itoa(s.LMTP)).Replace(smtpdConf), 0o644)
	conf := filepath.Join(s.Dir, "smtpd.conf")
	command := []string{"unshare", "--mount", "sh", "-c", apart, program, conf}
	release := func() {}
	if exec.Command("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /run").Run() != nil {
		var ok bool
		if release, ok = alone(); !ok {
			return
		}
		command = []string{program, "-d", "-f", conf}
	}
	cmd := s.spawn(command[0], command[1:]...)
	s.t.Cleanup(func() {
		end(cmd)
		release()
	})
	s.await(port)
	s.SMTP = port
}
