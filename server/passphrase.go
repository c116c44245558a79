package main

import (
	"errors"
	"fmt"

	"golang.org/x/term"
)

// goodPassphrase is how many characters a passphrase should have.
const goodPassphrase = 12

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
	if isNew && len(phrase) < goodPassphrase {
		fmt.Fprintf(m.Err, "This passphrase is short. Anyone who has the file and guesses it can read everything. Use at least %d characters.\n", goodPassphrase)
	}
	return phrase, nil
}

// ask reads a line from the terminal without showing it.
func (m *Main) ask(prompt string) (string, error) {
	if !isTerminal(m.In) {
		return "", wrong("SOUNDINGS_PASSPHRASE is not set and there is no terminal to ask on: set it to the passphrase of the backup")
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
