package main

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var setUpLine = regexp.MustCompile(`^Set up: http://\S+/setup\?token=\w+\n$`)

func TestAdmin(t *testing.T) {
	at := folder(t)
	fails(t, 1, "has no database", at.with("admin", "ada@example.org")...)
	if exists(at.path("")) {
		t.Error("the folder was made")
	}
	s := start(t, at.with()...)

	out := succeeds(t, at.with("admin", "ada@example.org")...)
	if !setUpLine.MatchString(out) || !strings.Contains(out, s.BaseURL) {
		t.Errorf("while it runs: printed %q", out)
	}
	link := strings.TrimSpace(strings.TrimPrefix(out, "Set up: "+s.BaseURL))
	if status, body := s.get(t, link); status != 200 || !strings.Contains(body, "ada@example.org") {
		t.Errorf("the link answered %d", status)
	}
	fails(t, 2, `"ada" is not a mail address`, at.with("admin", "ada")...)

	s.stop(t)
	if out := succeeds(t, at.with("admin", "ada@example.org")...); !setUpLine.MatchString(out) {
		t.Errorf("while none runs: printed %q", out)
	}
	fails(t, 2, `"ada" is not a mail address`, at.with("admin", "ada")...)
	if strings.Contains(s.err.String(), "ada") {
		t.Errorf("logged the address: %s", s.err)
	}
}

func TestSocketOfAServerThatWasKilled(t *testing.T) {
	at := folder(t)
	start(t, at.with()...).stop(t)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: at.path(socketFile), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil { // the file stays, and nobody answers
		t.Fatal(err)
	}
	succeeds(t, at.with("admin", "ada@example.org")...)
	start(t, at.with()...)
	succeeds(t, at.with("admin", "ada@example.org")...)
}

func TestSocketInAFolderWithALongPath(t *testing.T) {
	at := place{flags: []string{"--data", filepath.Join(t.TempDir(), strings.Repeat("long/", 30))}}
	start(t, at.with()...)
	info, err := os.Stat(at.path(socketFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the socket is %v, %v", info, err)
	}
	succeeds(t, at.with("admin", "ada@example.org")...)
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "soundings-[0-9]*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
