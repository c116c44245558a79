package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/server/needs"
	"soundings/web/auth"
)

// postfixMain and postfixMaster set up a Postfix in a folder of its own: it passes mail for example.org on to a server of the test,
// and hands what comes back to clinic.example to a script.
const (
	postfixMain = `compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
maillog_file = %[1]s/log
maillog_file_prefixes = /tmp
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.clinic.example
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_tls_security_level = none
transport_maps = inline:{ { example.org = smtp:[127.0.0.1]:%[2]s }, { clinic.example = bounces: } }
`
	postfixMaster = `127.0.0.1:%[2]s inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
retry unix - - n - - error
error unix - - n - - error
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
bounces unix - n n - - pipe flags=Rq user=nobody argv=%[1]s/report
`
)

// startPostfix starts a Postfix in a folder until the end of the test, and returns where it listens.
func startPostfix(t *testing.T, dir, next string) string {
	t.Helper()
	program := "/usr/sbin/postfix"
	if os.Getuid() != 0 {
		t.Skip("only root can start Postfix")
	}
	if _, err := os.Stat(program); err != nil {
		needs.Missing(t, "there is no Postfix")
	}
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	_, nextPort, _ := strings.Cut(strings.TrimPrefix(next, "smtp://"), ":")
	_ = free.Close()
	for name, text := range map[string]string{"main.cf": fmt.Sprintf(postfixMain, dir, nextPort), "master.cf": fmt.Sprintf(postfixMaster, dir, port)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "queue"), 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), program, "-c", dir, "start").CombinedOutput(); err != nil {
		t.Fatalf("starting Postfix: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command(program, "-c", dir, "stop").CombinedOutput(); err != nil {
			t.Errorf("stopping Postfix: %v\n%s", err, out)
		}
		if t.Failed() {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Logf("Postfix said:\n%s", log)
		}
	})
	return "smtp://127.0.0.1:" + port
}

// reportScript returns the script of the README that hands a report over, with this key and server.
func reportScript(t *testing.T, keyFile, base string) string {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "      #!/bin/sh\n")
	script, _, ok := strings.Cut(rest, "\n\n")
	if !ok {
		t.Fatal("the README has no script")
	}
	script = "#!/bin/sh\n" + strings.ReplaceAll(script, "\n      ", "\n")
	script = strings.ReplaceAll(script, "@/etc/soundings/bounces", "@"+keyFile)
	return regexp.MustCompile(`https://\S+/api`).ReplaceAllString(script, base+"/api")
}

// Hundreds of mails go through a real Postfix, each once; what it cannot deliver comes back to the server, by the script of the README.
func TestMailThroughPostfix(t *testing.T) {
	needs.Time(t)
	const people, everyGone = 300, 15
	dir, err := os.MkdirTemp("/tmp", "postfix") // short: its sockets lie there
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	mailbox, next := startMailServer(t)
	s := start(t, "--data", t.TempDir(), "--api-key", testKey, "--smtp", startPostfix(t, dir, next), "--mail-from", "beta@clinic.example", "--mail-rate", "6000")
	key, _, err := s.app.Accounts.CreateKey(t.Context(), "Postfix", auth.Bounces)
	if err != nil {
		t.Fatal(err)
	}
	header := filepath.Join(dir, "key")
	for name, text := range map[string]string{header: "Authorization: Bearer " + key + "\n", filepath.Join(dir, "report"): reportScript(t, header, "http://"+s.Addr)} {
		if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	c := newClient("http://" + s.Addr)
	refs, file, gone := make([]string, people), "ref,group,language,email\n", 0
	for n := range refs {
		refs[n] = fmt.Sprintf("P-%d", n)
		name := fmt.Sprint("p", n)
		if n%everyGone == 1 {
			name = fmt.Sprint("gone", n)
			gone++
		}
		file += fmt.Sprintf("%s,patient,en,%s@example.org\n", refs[n], name)
	}
	for _, step := range []struct {
		method, path string
		body         any
	}{
		{"PUT", "/settings", map[string]any{"name": "Clinic", "phone": "555-0100", "languages": []string{"en"}, "quiet": map[string]any{"from": "", "to": "", "days": []string{}}}},
		{"POST", "/participants/import", file},
		{"POST", "/cohorts", map[string]any{"name": "Beta", "purpose": "Try", "capacity": 500}},
		{"POST", "/cohorts/beta/select", map[string]any{"refs": refs}},
		{"POST", "/cohorts/beta/invite", map[string]any{"send": true}},
	} {
		if status := c.api(t, step.method, step.path, step.body, nil); status >= 300 {
			t.Fatalf("%s %s: %d", step.method, step.path, status)
		}
	}
	var failed struct {
		Items []struct{ Ref, Why string }
	}
	eventually(t, "all is delivered, or has come back", func() bool {
		c.api(t, "GET", "/outbox?state=failed", nil, &failed)
		_, ids := mailbox.taken()
		return len(failed.Items) == gone && ids == people-gone
	})
	for _, one := range failed.Items {
		if n := slices.Index(refs, one.Ref); n%everyGone != 1 || one.Why != "returned" {
			t.Errorf("%s has failed, %s", one.Ref, one.Why)
		}
	}
	if messages, ids := mailbox.taken(); messages != ids {
		t.Errorf("%d messages of %d ids were delivered", messages, ids)
	}
}
