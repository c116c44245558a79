package main

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"regexp"
	"runtime/debug"
	"strings"

	"golang.org/x/term"
)

// newLog returns the program's log: text on a terminal, JSON otherwise, unless the format says which.
func newLog(w io.Writer, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	var lines slog.Handler = slog.NewJSONHandler(w, options)
	if format == "text" || (format != "json" && isTerminal(w)) {
		lines = slog.NewTextHandler(w, options)
	}
	return slog.New(newSparing(lines))
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && f != nil && term.IsTerminal(int(f.Fd()))
}

// httpLog is what net/http logs on: one line a fault, without the address of who asked.
func httpLog(to *slog.Logger) *log.Logger {
	return log.New(httpLines{to}, "", 0)
}

type httpLines struct{ log *slog.Logger }

var networkAddress = regexp.MustCompile(`\[?[0-9a-fA-F:.]+\]?:[0-9]+`)

func (h httpLines) Write(p []byte) (int, error) {
	line, _, _ := strings.Cut(strings.TrimSpace(string(p)), "\n")
	h.log.Warn("http server", "fault", networkAddress.ReplaceAllString(line, "(address)"))
	return len(p), nil
}

// version returns which build this is.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return "devel"
}

func (m *Main) printVersion() error {
	_, err := fmt.Fprintln(m.Out, "soundings", version())
	return err
}
