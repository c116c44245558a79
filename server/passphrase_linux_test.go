package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// newTerminal returns the two ends of a terminal: what somebody types at, and what a program reads from.
func newTerminal(t *testing.T) (typist, program *os.File) {
	t.Helper()
	typist, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there are no terminals here")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = typist.Close() })
	if err := unix.IoctlSetPointerInt(int(typist.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(typist.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return typist, program
}

// hides reports whether a terminal shows nothing of what is typed.
func hides(terminal *os.File) bool {
	state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
	return err == nil && state.Lflag&unix.ECHO == 0
}

// A passphrase is asked for on the terminal, a new one twice, and never shown.
func TestPassphraseIsAskedFor(t *testing.T) {
	const phrase = "a quiet river in the night"
	for _, c := range []struct {
		about string
		isNew bool
		typed []string
		want  string // the passphrase, or a part of the error
		fails bool
		says  string // on the terminal
	}{
		{"of a backup that there is", false, []string{phrase}, phrase, false, "Passphrase of the backup: "},
		{"of a new one", true, []string{phrase, phrase}, phrase, false, "Repeat the passphrase: "},
		{"mistyped", true, []string{phrase, phrase + "s"}, "not the same", true, "Repeat the passphrase: "},
		{"nothing", true, []string{""}, "is empty", true, "Passphrase of the backup: "},
		{"short", true, []string{"the river", "the river"}, "the river", false, "This passphrase is short."},
		{"too short", true, []string{"river", "river"}, "needs at least 8", true, "Repeat the passphrase: "},
		{"short, of a backup that there is", false, []string{"river"}, "river", false, "Passphrase of the backup: "},
	} {
		t.Run(c.about, func(t *testing.T) {
			typist, program := newTerminal(t)
			said := new(output)
			m := NewMain(program, nil, said)
			done := make(chan struct{})
			var got string
			var err error
			go func() { defer close(done); got, err = m.passphrase(c.isNew) }()
			for n, line := range c.typed {
				eventually(t, "it asks, and the terminal hides what is typed", func() bool {
					return strings.Count(said.String(), ": ") > n && hides(program)
				})
				if _, err := typist.WriteString(line + "\n"); err != nil {
					t.Fatal(err)
				}
			}
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("it asks for more")
			}
			switch {
			case c.fails && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("the error is %v, want %q", err, c.want)
			case !c.fails && (err != nil || got != c.want):
				t.Errorf("it is %q, %v, want %q", got, err, c.want)
			}
			if !strings.Contains(said.String(), c.says) {
				t.Errorf("the terminal says %q, want %q", said.String(), c.says)
			}
			if hides(program) {
				t.Error("the terminal still hides what is typed")
			}
			_ = program.Close()
			shown := make([]byte, 4096)
			n, _ := typist.Read(shown)
			if c.typed[0] != "" && bytes.Contains(shown[:n], []byte(c.typed[0])) {
				t.Errorf("the terminal showed %q", shown[:n])
			}
		})
	}
}
