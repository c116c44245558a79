package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"

	"soundings/cohorts/base"
)

// removalsEnding is what the file beside a backup ends with, in which the removals are as they were then.
const removalsEnding = ".removals"

// answerRemovals sends the file of removals of a running server; where there is none, nothing.
func (m *Main) answerRemovals(w http.ResponseWriter) {
	content, err := m.removalsHere()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(content)
}

// removalsHere returns the file of the settings.
func (m *Main) removalsHere() ([]byte, error) {
	if m.Settings.Removals == "" {
		return nil, nil
	}
	content, err := os.ReadFile(m.Settings.Removals)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return content, err
}

// keepRemovals writes the removals of the settings, or of the running server, to a path; where there are none, nothing.
func (m *Main) keepRemovals(ctx context.Context, path string) error {
	content, err := m.removalsHere()
	if client := m.running(ctx); client != nil && content == nil && err == nil {
		response, askErr := askServer(ctx, client, http.MethodGet, "/removals", nil)
		if askErr != nil {
			return askErr
		}
		defer response.Body.Close()
		content, err = io.ReadAll(response.Body)
		if response.StatusCode != http.StatusOK {
			return errors.New(string(content))
		}
	}
	if err != nil || len(content) == 0 {
		return err
	}
	return writeFile(path, string(content))
}

// isGone reports whether what is to be removed is not there.
func isGone(err error) bool { return base.IsCode(err, base.NotFound) }
