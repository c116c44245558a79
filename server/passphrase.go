package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// A passphrase that is short is guessed: whoever has the file can try as many as they like.
const (
	minPassphrase  = 8  // characters that a new one has at least
	goodPassphrase = 12 // and should have
)

// checkPassphrase refuses a passphrase that a new backup must not have.
func checkPassphrase(phrase string) error {
	if n := utf8.RuneCountInString(phrase); n < minPassphrase {
		return wrong("the passphrase of backups has %d characters and needs at least %d. Make one with: openssl rand -hex 16", n, minPassphrase)
	}
	return nil
}

// readPassphrase takes the passphrase of the settings from its file.
func (s *Settings) readPassphrase(command string) error {
	path := s.Backups.PassphraseFile
	if path == "" || s.passphrase != "" || !slices.Contains([]string{"serve", "backup <file>", "restore <file>"}, command) {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return wrong("--backup-passphrase-file (SOUNDINGS_BACKUP_PASSPHRASE_FILE) cannot be read: %v", err)
	}
	if s.passphrase = strings.TrimRight(string(text), "\r\n"); s.passphrase == "" {
		return wrong("--backup-passphrase-file (SOUNDINGS_BACKUP_PASSPHRASE_FILE) is empty: %s", path)
	}
	return nil
}

// passphrase returns the passphrase of a backup; a new one is asked for twice.
func (m *Main) passphrase(isNew bool) (string, error) {
	phrase := m.Settings.passphrase
	if phrase == "" {
		var err error
		if phrase, err = m.ask("Passphrase of the backup: "); err != nil {
			return "", err
		}
		if isNew {
			again, err := m.ask("Repeat the passphrase: ")
			if err != nil {
				return "", err
			}
			if again != phrase {
				return "", errors.New("the two passphrases are not the same: nothing was written")
			}
		}
	}
	if !isNew {
		return phrase, nil
	}
	if err := checkPassphrase(phrase); err != nil {
		return "", err
	}
	if utf8.RuneCountInString(phrase) < goodPassphrase {
		fmt.Fprintf(m.Err, "This passphrase is short. Anyone who has the file and guesses it can read everything. Use at least %d characters.\n", goodPassphrase)
	}
	return phrase, nil
}

// ask reads a line from the terminal without showing it.
func (m *Main) ask(prompt string) (string, error) {
	if !isTerminal(m.In) {
		return "", wrong("SOUNDINGS_PASSPHRASE is not set and there is no terminal to ask on: set it to the passphrase of the backup, or --backup-passphrase-file to a file with it")
	}
	fmt.Fprint(m.Err, prompt)
	b, err := term.ReadPassword(int(m.In.Fd()))
	fmt.Fprintln(m.Err)
	switch {
	case err != nil:
		return "", fmt.Errorf("reading the passphrase: %w", err)
	case len(b) == 0:
		return "", errors.New("the passphrase is empty: nothing was done")
	}
	return string(b), nil
}
