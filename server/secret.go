package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files of a data folder.
const (
	databaseFile = "soundings.db"
	secretFile   = "secret"
	socketFile   = "soundings.sock"
)

// newSecret makes a secret of 256 random bits.
func newSecret(random io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("making a secret: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b[:]), nil
}

// readSecret returns the secret that a data folder keeps; empty: it keeps none.
func readSecret(folder string) (string, error) {
	path := filepath.Join(folder, secretFile)
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("reading the secret: %w", err)
	}
	secret := strings.TrimSpace(string(b))
	if len(secret) < minSecret {
		return "", fmt.Errorf("%s is damaged: put the right one there, from a backup", path)
	}
	return secret, nil
}

// folderSecret returns the secret for the database of a folder: the one given, else the one kept, else, where there is
// no database yet, a new one that is kept from then on.
func folderSecret(folder, given string, random io.Reader) (string, error) {
	if given != "" {
		return given, nil
	}
	secret, err := readSecret(folder)
	if err != nil || secret != "" {
		return secret, err
	}
	if exists(filepath.Join(folder, databaseFile)) {
		return "", fmt.Errorf("%s has a database but not its secret: put the file %q back there, or set --secret (SOUNDINGS_SECRET) to what it held",
			folder, secretFile)
	}
	if secret, err = newSecret(random); err != nil {
		return "", err
	}
	return secret, keepSecret(folder, secret)
}

// keepSecret writes the secret of a folder that has none.
func keepSecret(folder, secret string) error {
	if err := writeFile(filepath.Join(folder, secretFile), secret+"\n"); err != nil {
		return fmt.Errorf("keeping the secret: %w. Choose another folder with --data (SOUNDINGS_DATA)", err)
	}
	return nil
}
