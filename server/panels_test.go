package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"soundings/server/needs"
)

// clinics are the Prometheus servers over which the dashboards are looked at.
type clinics struct {
	sources map[string]*scraper
	fresh   *server
	end     time.Time // of the large clinic
}

// scrapes is the token with which a Prometheus of the tests reads figures.
const scrapes = "for the test, with 32 characters or more"

// startClinics starts a Prometheus over the made-up clinic with its history, one over a large clinic's past, and one that
// scrapes a server on which nothing has happened yet.
func startClinics(t *testing.T) clinics {
	t.Helper()
	made, fresh := start(t, "--demo", "--metrics-token", scrapes), start(t, folder(t).with("--metrics-token", scrapes)...)
	past := succeeds(t, "history", "--openmetrics", "--data", made.Settings.Data)
	c := clinics{map[string]*scraper{}, fresh, time.Now().Truncate(time.Hour)}
	c.sources["demo"] = startPrometheus(t, scrapeQuickly(t, made.Addr), blocksOf(t, past))
	c.sources["large"] = startPrometheus(t, scrapeQuickly(t, "127.0.0.1:1"), blocks(t, func(w *os.File) error { return newBigClinic(c.end).write(w) }))
	c.sources["fresh"] = startPrometheus(t, scrapeQuickly(t, fresh.Addr), t.TempDir())
	for name, s := range map[string]*server{"demo": made, "fresh": fresh} {
		waitFor(t, "the figures of "+name, func() bool {
			s.get(t, "/")
			return c.sources[name].has(t, "count_over_time(soundings_refreshed_timestamp_seconds[1m]) > 3 and on (job) rate(soundings_store_operation_duration_seconds_count[1m]) > 0")
		})
	}
	return c
}

// blocksOf is blocks of a text.
func blocksOf(t *testing.T, text string) string {
	t.Helper()
	return blocks(t, func(w *os.File) error {
		_, err := w.WriteString(text)
		return err
	})
}

// blocks returns a folder with what is written, as blocks of Prometheus.
func blocks(t *testing.T, write func(*os.File) error) string {
	t.Helper()
	promtool, data := program(t, "promtool"), t.TempDir()
	file, err := os.Create(filepath.Join(t.TempDir(), "openmetrics"))
	if err != nil {
		t.Fatal(err)
	}
	if err := write(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), promtool, "tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=486h", file.Name(), data).CombinedOutput()
	if err != nil {
		t.Fatalf("promtool: %v: %s", err, out)
	}
	return data
}

// drawnDashboards returns the names of the dashboards that are checked in.
func drawnDashboards(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dashboardsFolder(), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no dashboards: %v", err)
	}
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	return names
}

// The dashboards, drawn by Grafana's own components over what Prometheus answers, can be read, and say what is so. With
// SOUNDINGS_TEST_PICTURES as the name of a folder there is a picture of each look, and there are more of them.
func TestDashboardsCanBeRead(t *testing.T) {
	needs.Time(t)
	program(t, "prometheus")
	c := startClinics(t)
	s := startStudio(t, c.sources)
	s.checkArithmetic(t)
	for _, dashboard := range drawnDashboards(t) {
		for _, v := range s.looks(dashboard) {
			if v.source == "large" {
				v.until = c.end
			}
			s.draw(t, v).check(t, v)
		}
	}
	s.checkMarks(t, c)
	for name, source := range c.sources {
		source.checkReckoned(t, name)
	}
	c.fresh.stop(t)
	time.Sleep(2 * time.Second) // two scrapes
	then := time.Now()
	down := 0
	for _, dashboard := range drawnDashboards(t) {
		for _, theme := range s.themes() {
			v := view{dashboard: dashboard, source: "fresh", theme: theme, width: 1600, open: true, killed: true, until: then}
			got := s.draw(t, v)
			got.check(t, v)
			down += got.checkDown(t, v)
		}
	}
	if down == 0 {
		t.Error("no panel says that a server is gone")
	}
	if state := c.sources["fresh"].checkReckoned(t, "killed")["SoundingsDown"]; state == "inactive" {
		t.Errorf("the alert of a server that is gone is %s", state)
	}
}

func (s *studio) themes() []string {
	if s.pictures == "" {
		return []string{"dark"}
	}
	return []string{"dark", "light"}
}

// looks are those at a dashboard that are always taken, and with pictures all of them.
func (s *studio) looks(dashboard string) []view {
	all := []view{
		{dashboard: dashboard, source: "demo", theme: "dark", width: 1600, open: true},
		{dashboard: dashboard, source: "demo", theme: "light", width: 1366, open: true},
		{dashboard: dashboard, source: "large", theme: "dark", width: 1366, open: true},
		{dashboard: dashboard, source: "fresh", theme: "dark", width: 1600, open: true},
	}
	if s.pictures == "" {
		return all
	}
	for _, source := range []string{"demo", "large", "fresh"} {
		for _, theme := range []string{"dark", "light"} {
			for _, width := range []int{1366, 1600} {
				all = append(all, view{dashboard: dashboard, source: source, theme: theme, width: width})
			}
			for _, span := range []string{"7d", "90d", "365d"} {
				all = append(all, view{dashboard: dashboard, source: source, theme: theme, width: 1600, span: span, open: true})
			}
		}
	}
	return all
}

// checkReckoned checks that Prometheus can reckon every rule and alert, and returns how the alerts stand.
func (p *scraper) checkReckoned(t *testing.T, about string) map[string]string {
	t.Helper()
	var data struct {
		Groups []struct {
			Rules []struct{ Name, Type, Health, State, LastError string }
		}
	}
	waitFor(t, "the rules of "+about, func() bool {
		if err := p.ask("rules", nil, &data); err != nil {
			t.Fatal(err)
		}
		return len(data.Groups) > 0 && !strings.Contains(fmt.Sprint(data), "unknown")
	})
	states := map[string]string{}
	for _, group := range data.Groups {
		for _, rule := range group.Rules {
			if rule.Health != "ok" {
				t.Errorf("%s: %s: %s", about, rule.Name, rule.LastError)
			}
			if rule.Type == "alerting" {
				states[rule.Name] = rule.State
			}
		}
	}
	return states
}
