package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts/base"
)

// job is something done again and again in the background.
type job struct {
	name  string
	every time.Duration
	do    func(ctx context.Context) error
}

// jobs does every job at once and then each in its own time, until it is stopped. What one does may be done by several
// servers at once; that is the services' care.
type jobs struct {
	list     []job
	now      func() time.Time
	log      *slog.Logger
	done     *prometheus.GaugeVec
	failures *prometheus.CounterVec
	every    *prometheus.GaugeVec
	tick     func(time.Duration) <-chan time.Time
}

func newJobs(list []job, now func() time.Time, log *slog.Logger, registry prometheus.Registerer) (*jobs, error) {
	j := &jobs{
		list: list, now: now, log: log, tick: time.Tick,
		done: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "soundings_job_last_success_timestamp_seconds", Help: "When a background job was last done.",
		}, []string{"task"}), // "job" is Prometheus' own
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "soundings_job_failures_total", Help: "How often a background job failed.",
		}, []string{"task"}),
		every: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "soundings_job_interval_seconds", Help: "How long a background job waits before it is done again.",
		}, []string{"task"}),
	}
	for _, c := range []prometheus.Collector{j.done, j.failures, j.every} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("registering the metrics of background jobs: %w", err)
		}
	}
	for _, one := range list {
		j.done.WithLabelValues(one.name)
		j.failures.WithLabelValues(one.name)
		j.every.WithLabelValues(one.name).Set(one.every.Seconds())
	}
	return j, nil
}

// start starts the jobs. stop ends them and waits for those under way.
func (j *jobs) start(ctx context.Context) (stop func(context.Context) error) {
	ctx, cancel := context.WithCancel(base.Slowly(ctx))
	var running sync.WaitGroup
	for _, one := range j.list {
		running.Go(func() { j.repeat(ctx, one) })
	}
	return func(context.Context) error {
		cancel()
		running.Wait()
		return nil
	}
}

func (j *jobs) repeat(ctx context.Context, one job) {
	due := j.tick(one.every)
	failing := false
	for {
		failing = j.once(ctx, one, failing)
		select {
		case <-ctx.Done():
			return
		case <-due:
		}
	}
}

// once does a job and reports whether it fails. It logs that only when it begins and when it ends.
func (j *jobs) once(ctx context.Context, one job, failing bool) bool {
	err := one.do(ctx)
	switch {
	case ctx.Err() != nil:
		return failing
	case err != nil:
		j.failures.WithLabelValues(one.name).Inc()
		if !failing {
			j.log.ErrorContext(ctx, "a background job fails", "job", one.name, "error", err)
		}
		return true
	}
	j.done.WithLabelValues(one.name).Set(float64(j.now().UnixMilli()) / 1000)
	if failing {
		j.log.InfoContext(ctx, "a background job is done again", "job", one.name)
	}
	return false
}

// untilNone repeats something that returns how much it did until there is nothing left to do.
func untilNone(do func(context.Context) (int, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		for {
			if n, err := do(ctx); err != nil || n == 0 {
				return err
			}
		}
	}
}
