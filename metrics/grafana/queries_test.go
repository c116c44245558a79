package grafana

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/server/needs"
)

// prom is a Prometheus with the data of made-up clinics.
type prom struct {
	url string
	at  time.Time
}

// startProm runs a Prometheus over what clinics exported, until the end of the test.
func startProm(t *testing.T, clinics ...madeUp) prom {
	t.Helper()
	path, err := exec.LookPath("prometheus")
	if err != nil {
		needs.Missing(t, "prometheus is not on the PATH")
	}
	folder := t.TempDir()
	text, data, config := filepath.Join(folder, "text"), filepath.Join(folder, "data"), filepath.Join(folder, "prometheus.yaml")
	file, err := os.Create(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(file, clinics...); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("global: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, "tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=8784h", text, data)
	ctx, cancel := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, path, "--config.file="+config, "--storage.tsdb.path="+data, "--storage.tsdb.retention.time=10y", "--web.listen-address=127.0.0.1:0")
	run.Cancel, run.WaitDelay = func() error { return run.Process.Signal(syscall.SIGTERM) }, 10*time.Second
	said, err := run.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = run.Wait() })
	return prom{"http://" + listening(t, said), clinics[0].to}
}

// listening returns where a Prometheus listens, when it is ready, by what it says.
func listening(t *testing.T, said io.Reader) string {
	t.Helper()
	address := make(chan string, 1)
	go func() {
		var all strings.Builder
		for part := make([]byte, 4096); ; {
			n, err := said.Read(part)
			all.Write(part[:n])
			if at := regexp.MustCompile(`"Listening on".* address=(\S+)`).FindStringSubmatch(all.String()); at != nil && strings.Contains(all.String(), "ready to receive web requests") && len(address) == 0 {
				select {
				case address <- at[1]:
				default:
				}
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case at := <-address:
		return at
	case <-time.After(time.Minute):
		t.Fatal("Prometheus is not ready")
	}
	return ""
}

// answer is what a query gives: the last value of each series, by its labels.
type answer map[string]float64

// ask has a query answered: once, or over the last days.
func (p prom) ask(t *testing.T, expr string, how asking, job string) answer {
	t.Helper()
	ask, path := url.Values{"query": {everything(strings.ReplaceAll(expr, "$job", job), "2h")}}, "query"
	if how == overTime {
		path = "query_range"
		ask.Set("start", fmt.Sprint(p.at.AddDate(0, 0, -7).Unix()))
		ask.Set("end", fmt.Sprint(p.at.Unix()))
		ask.Set("step", "7200")
	} else {
		ask.Set("time", fmt.Sprint(p.at.Unix()))
	}
	response, err := http.PostForm(p.url+"/api/v1/"+path, ask)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var said struct {
		Error string
		Data  struct {
			Result []struct {
				Metric map[string]string
				Value  [2]any
				Values [][2]any
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	if said.Error != "" {
		t.Fatalf("%s\n%s", said.Error, expr)
	}
	all := answer{}
	for _, r := range said.Data.Result {
		last := r.Value
		if how == overTime {
			last = r.Values[len(r.Values)-1]
		}
		delete(r.Metric, "job")
		var x float64
		if _, err := fmt.Sscan(last[1].(string), &x); err != nil {
			t.Fatal(err)
		}
		all[fmt.Sprint(r.Metric)] = x
	}
	return all
}

// The queries of every panel are answered of a clinic that has everything, by one figure of two servers; and by the same
// figures when its series get one more label. What is drawn from answers has a line for each then.
func TestQueriesHoldWhenASeriesGetsALabel(t *testing.T) {
	to := time.Now().Truncate(4 * time.Hour)
	plain := madeUp{job: "plain", servers: []string{"a", "b"}, from: to.AddDate(0, 0, -16), to: to}
	waves := plain
	waves.job, waves.waves = "waves", 2
	p := startProm(t, plain, waves)
	for _, d := range drawings() {
		for _, panel := range d.panels() {
			drawn, err := panel.build(1, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			how, rows, lines := asks(drawn.Type), answer(nil), 0
			for i, q := range panel.queries {
				got := p.ask(t, q.expr, how, plain.job)
				place := strings.Contains(q.expr, " unless topk by (job) (") // there may be fewer series
				if len(got) == 0 && !place {
					t.Errorf("%s: nothing for %s", panel.title, q.expr)
				}
				if !strings.Contains(q.expr, "soundings_survey_score") {
					if diff := cmp.Diff(got, p.ask(t, q.expr, how, waves.job), cmp.Comparer(func(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 || a != a && b != b })); diff != "" {
						t.Errorf("%s: with one more label it is another figure:\n%s", panel.title, diff)
					}
				}
				if how == asRows && i > 0 && panel.key != "goals" && !slices.Equal(slices.Sorted(maps.Keys(rows)), slices.Sorted(maps.Keys(got))) {
					t.Errorf("%s: column %d is not of the same rows", panel.title, i)
				}
				rows, lines = got, lines+len(got)
			}
			if drawn.Type == "timeseries" && lines > 8+2*strings.Count(panel.key, "score") {
				t.Errorf("%s: %d lines cannot be told apart", panel.title, lines)
			}
		}
		for _, m := range d.marks {
			got := p.ask(t, m.expr, overTime, plain.job)
			if want := map[string]int{"Rollout steps": plain.moves(9), "Releases": 2, "Blockers": 2 * 13, "Adaptations": 2 * 13}[m.name]; len(got) != want {
				t.Errorf("%s: %d are marked of %d: %v", m.name, len(got), want, got)
			}
		}
	}
}
