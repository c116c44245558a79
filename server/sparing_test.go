package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// One cause has one line a minute, whatever was being done, and so has one warning that names no error; everything else has
// its line.
func TestSparingLog(t *testing.T) {
	var out bytes.Buffer
	h := newSparing(slog.NewTextHandler(&out, nil))
	full, other := errors.New("no space left"), errors.New("connection refused")
	at := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	log := func(after time.Duration, level slog.Level, message string, err error) {
		r := slog.NewRecord(at.Add(after), level, message, 0)
		if err != nil {
			r.AddAttrs(slog.Any("error", err))
		}
		if err := h.WithAttrs(nil).Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	log(0, slog.LevelError, "commit failed", fmt.Errorf("commit: %w", full))
	log(time.Second, slog.LevelError, "a request failed", errors.Join(errors.New("saving"), fmt.Errorf("commit: %w", full)))
	log(2*time.Second, slog.LevelWarn, "a warning", full)
	log(3*time.Second, slog.LevelError, "another cause", other)
	log(4*time.Second, slog.LevelInfo, "good to know", full)
	log(5*time.Second, slog.LevelWarn, "guessing", nil)
	log(6*time.Second, slog.LevelWarn, "guessing", nil)
	log(7*time.Second, slog.LevelInfo, "news", nil)
	log(7*time.Second, slog.LevelInfo, "news", nil)
	log(time.Minute, slog.LevelError, "commit failed again", full)
	log(2*time.Minute, slog.LevelError, "and again", full)
	var got []string
	for line := range strings.Lines(out.String()) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), "msg=")
		got = append(got, line)
	}
	want := `"commit failed" error="commit: no space left"
"another cause" error="connection refused"
"good to know" error="no space left"
guessing
news
news
"commit failed again" error="no space left" not_logged=2
"and again" error="no space left"`
	if strings.Join(got, "\n") != want {
		t.Errorf("logged:\n%s\nnot:\n%s", strings.Join(got, "\n"), want)
	}
}
