package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

func TestAJobLogsOnlyWhatChanges(t *testing.T) {
	m := newMain()
	now := time.Unix(1_800_000_000, 0)
	var fault error
	one := job{"fold", time.Hour, func(context.Context) error { return fault }}
	registry := prometheus.NewPedanticRegistry()
	j, err := newJobs([]job{one}, func() time.Time { return now }, newLog(m.err, "text", slog.LevelInfo), registry)
	if err != nil {
		t.Fatal(err)
	}
	failing := false
	for _, step := range []struct {
		fault error
		logs  string
	}{
		{nil, ""},
		{errors.New("no disk"), "a background job fails"},
		{errors.New("no disk"), ""},
		{nil, "is done again"},
		{nil, ""},
	} {
		fault = step.fault
		before := m.err.String()
		failing = j.once(t.Context(), one, failing)
		logged := strings.TrimPrefix(m.err.String(), before)
		if (step.logs == "") != (logged == "") || !strings.Contains(logged, step.logs) {
			t.Errorf("after %v logged %q, want %q", step.fault, logged, step.logs)
		}
	}
	got := map[string]float64{}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		got[f.GetName()] = f.GetMetric()[0].GetGauge().GetValue() + f.GetMetric()[0].GetCounter().GetValue()
	}
	if got["soundings_job_failures_total"] != 2 || got["soundings_job_last_success_timestamp_seconds"] != 1_800_000_000 {
		t.Errorf("the figures are %v", got)
	}
}

func TestJobsRunAtOnceAndAgainUntilStopped(t *testing.T) {
	times := make(chan struct{}, 100)
	repeated := job{"repeated", time.Millisecond, func(context.Context) error { times <- struct{}{}; return nil }}
	long := job{"long", time.Hour, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
	m := newMain()
	j, err := newJobs([]job{repeated, long}, time.Now, newLog(m.err, "text", slog.LevelInfo), prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	stop := j.start(t.Context())
	for range 3 {
		<-times
	}
	if err := stop(t.Context()); err != nil || m.err.String() != "" {
		t.Errorf("stopped with %v and logged %q", err, m.err)
	}
}

func TestUntilNone(t *testing.T) {
	left, calls := 3, 0
	err := untilNone(func(context.Context) (int, error) {
		calls++
		if left == 0 {
			return 0, nil
		}
		left--
		return 1, nil
	})(t.Context())
	if err != nil || calls != 4 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// What people do while the server runs is folded, and the figures show it.
func TestJobsOfTheServer(t *testing.T) {
	s := start(t, folder(t).with()...)
	eventually(t, "every job is done", func() bool {
		_, body := s.get(t, "/metrics")
		done := 0
		for line := range strings.Lines(body) {
			if strings.HasPrefix(line, "soundings_job_last_success_timestamp_seconds{") && !strings.HasSuffix(line, " 0\n") {
				done++
			}
		}
		return done == len(s.app.jobs())
	})
	_, body := s.get(t, "/metrics")
	for _, series := range []string{
		`soundings_build_info{engine="bolt",url="` + s.BaseURL + `",version="`, "soundings_refreshed_timestamp_seconds ", "go_goroutines ",
		`soundings_store_operation_duration_seconds_count{collection="answers",operation="find",result="ok"} `,
	} {
		if !strings.Contains(body, series) {
			t.Errorf("/metrics does not show %s", series)
		}
	}
}
