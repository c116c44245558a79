package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"soundings/server/needs"
)

// scraper is a real Prometheus.
type scraper struct{ url string }

// program returns where a program of Prometheus is.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		needs.Missing(t, name+", of Prometheus, is not on the PATH")
	}
	return path
}

var listens = regexp.MustCompile(`"Listening on".* address=(\S+)`)

// startPrometheus runs Prometheus with a configuration over a folder of data until the end of the test.
func startPrometheus(t *testing.T, config, data string) *scraper {
	t.Helper()
	path := program(t, "prometheus")
	file := filepath.Join(t.TempDir(), "prometheus.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	logs := new(output)
	ctx, cancel := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, path, "--config.file="+file, "--storage.tsdb.path="+data,
		"--storage.tsdb.retention.time=10y", "--web.listen-address=127.0.0.1:0")
	run.Stderr = logs
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) }
	run.WaitDelay = 10 * time.Second
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = run.Wait() })
	var address []string
	waitFor(t, "Prometheus to listen", func() bool {
		address = listens.FindStringSubmatch(logs.String())
		return address != nil
	})
	p := &scraper{"http://" + address[1]}
	waitFor(t, "Prometheus to be ready", func() bool {
		response, err := http.Get(p.url + "/-/ready")
		if err != nil {
			return false
		}
		return response.Body.Close() == nil && response.StatusCode == http.StatusOK
	})
	return p
}

// waitFor looks again and again until something is so.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !so(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// ask sends a question to the API and reads the data of the answer into v.
func (p *scraper) ask(path string, question url.Values, v any) error {
	response, err := http.Get(p.url + "/api/v1/" + path + "?" + question.Encode())
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	answer := struct {
		Status, Error string
		Data          any
	}{Data: v}
	if err := json.Unmarshal(body, &answer); err != nil {
		return fmt.Errorf("%s: %w", body, err)
	}
	if answer.Status != "success" {
		return fmt.Errorf("%s: %s", question.Get("query"), answer.Error)
	}
	return nil
}

// line is one series of an answer: its labels and its points in time.
type line struct {
	Metric map[string]string
	Values [][2]any // seconds and a number as text
}

// lines returns what a query gives over a time.
func (p *scraper) lines(t *testing.T, query string, from, to time.Time, step time.Duration) []line {
	t.Helper()
	var data struct{ Result []line }
	seconds := func(at time.Time) string { return strconv.FormatFloat(float64(at.UnixMilli())/1000, 'f', 3, 64) }
	err := p.ask("query_range", url.Values{
		"query": {query}, "start": {seconds(from)}, "end": {seconds(to)}, "step": {fmt.Sprint(step.Seconds())},
	}, &data)
	if err != nil {
		t.Error(err)
	}
	return data.Result
}

// has reports whether a query has an answer now.
func (p *scraper) has(t *testing.T, query string) bool {
	t.Helper()
	var data struct{ Result []any }
	if err := p.ask("query", url.Values{"query": {query}}, &data); err != nil {
		t.Error(err)
	}
	return len(data.Result) > 0
}

// value returns the number of a point.
func value(t *testing.T, point [2]any) float64 {
	t.Helper()
	text, _ := point[1].(string)
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// fillIn puts everything for the variables of the dashboards, and times for Grafana's.
func fillIn(query string, interval time.Duration) string {
	return strings.NewReplacer("$__rate_interval", interval.String(), "$__interval", interval.String(), "$__range", "60d", "$job", ".+", "$instance", ".*",
		"$cohort", ".+", "$feature", ".+", "$survey", ".+").Replace(query)
}
