package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/server/catalogue"
	"soundings/server/demo"
	"soundings/server/store"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web"
	"soundings/web/auth"
)

// app is everything that serves, wired together.
type app struct {
	db       *database
	store    *store.Store
	cohorts  *cohorts.Service
	contact  *contact.Service
	surveys  *surveys.Service
	rollouts *rollout.Service
	polls    *polls.Service
	plans    *plan.Service
	accounts *auth.Service
	figures  *metrics.Service
	registry *prometheus.Registry
	demo     demo.Result
}

// wire makes the services over a database. It is the one place where they are put together.
func (m *Main) wire(ctx context.Context, db *database) (*app, error) {
	registry := prometheus.NewRegistry()
	if err := registerProgram(registry, db.kind); err != nil {
		return nil, err
	}
	metered, err := store.Metered(db.Engine, registry)
	if err != nil {
		return nil, err
	}
	rollouts := &rollout.Service{Now: m.Now, Rand: m.Rand, Log: m.log}
	figures := &metrics.Service{Rollouts: rollouts, TimeZone: zone(m.Settings.TimeZone), Now: m.Now, Rand: m.Rand, Log: m.log}
	db.Engine = store.Arriving(store.Watched(store.Watched(metered, rollouts.Turn), figures.Turn), figures.Arrive)
	kept, err := db.store(ctx, true, m.Now, m.Rand)
	if err != nil {
		return nil, err
	}
	links, err := contact.NewLinks([]byte(db.secret))
	if err != nil {
		return nil, err
	}
	a := &app{db: db, store: kept, rollouts: rollouts, accounts: m.accounts(kept), registry: registry}
	a.cohorts = &cohorts.Service{Store: kept, Now: m.Now, Rand: m.Rand, Log: m.log}
	a.contact = &contact.Service{Store: kept, Cohorts: a.cohorts, Links: links, Now: m.Now, Log: m.log}
	a.surveys = &surveys.Service{Store: kept, Cohorts: a.cohorts, Contact: a.contact, Now: m.Now, Rand: m.Rand, Log: m.log}
	rollouts.Store, rollouts.Cohorts, rollouts.Evidence = kept, a.cohorts, a.surveys
	known := catalogue.Catalogue{Rollouts: rollouts}
	a.polls = &polls.Service{
		Store: kept, Cohorts: a.cohorts, Contact: a.contact, Catalogue: known, Now: m.Now, Rand: m.Rand, Log: m.log,
	}
	a.cohorts.Others = []cohorts.Forgetter{a.surveys, rollouts, figures, a.contact, a.polls} // polls once no link serves any more
	a.plans = &plan.Service{Store: kept, Catalogue: known, Polls: a.polls, Now: m.Now, Rand: m.Rand, Log: m.log}
	a.figures, figures.Polls, figures.Plans = figures, a.polls, a.plans
	figures.Store, figures.Cohorts, figures.Contact, figures.Surveys = kept, a.cohorts, a.contact, a.surveys
	if err := registry.Register(figures); err != nil {
		return nil, fmt.Errorf("registering the figures: %w", err)
	}
	if m.Settings.Demo {
		return a, m.seed(ctx, a)
	}
	return a, m.checkClinic(ctx, a.cohorts)
}

// accounts returns the service of staff, sessions and keys over a store.
func (m *Main) accounts(kept *store.Store) *auth.Service {
	s := auth.New(kept, m.Settings.APIKey, m.log)
	s.Now, s.Rand = m.Now, m.Rand
	return s
}

// checkClinic refuses settings that were fixed at set-up to something else.
func (m *Main) checkClinic(ctx context.Context, s *cohorts.Service) error {
	clinic, err := s.Clinic(ctx)
	if err != nil || clinic.Version == 0 {
		return err
	}
	if clinic.Demo {
		return fmt.Errorf("this database is of a made-up clinic: it is only for --demo")
	}
	fixed, wanted := zone(clinic.TimeZone), m.Settings.TimeZone
	if wanted != "" && wanted != fixed {
		return wrong("--time-zone (SOUNDINGS_TIME_ZONE) was fixed at set-up as %s: set it to that or leave it unset", fixed)
	}
	return nil
}

// zone returns the name of a time zone where an empty one means UTC.
func zone(name string) string {
	if name == "" {
		return "UTC"
	}
	return name
}

// registerProgram registers what is known of the program itself.
func registerProgram(registry *prometheus.Registry, engine string) error {
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "soundings_build_info", Help: "Which build this is and which database it uses; always 1.",
	}, []string{"version", "engine"})
	build.WithLabelValues(version(), engine).Set(1)
	for _, c := range []prometheus.Collector{
		build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		if err := registry.Register(c); err != nil {
			return fmt.Errorf("registering the program's metrics: %w", err)
		}
	}
	return nil
}

// jobs are what is done in the background.
func (a *app) jobs() []job {
	return []job{
		{"fold", time.Second, untilNone(a.store.Fold)},
		{"expire", time.Minute, untilNone(a.contact.Expire)},
		{"imports", time.Second, a.cohorts.ResumeImports},
		{"removals", time.Minute, a.cohorts.ContinueRemovals},
		{"event-files", time.Second, a.figures.ResumeFiles},
		{"import-sweep", 10 * time.Minute, a.cohorts.SweepImports},
		{"event-file-sweep", 10 * time.Minute, a.figures.SweepFiles},
		{"sweep", time.Minute, a.accounts.Sweep},
		{"events", time.Second, a.figures.FoldAll},
		{"parked", time.Minute, a.figures.Retry},
		{"figures", 15 * time.Second, a.figures.Refresh},
		{"look", rollout.LookEvery, a.rollouts.Look},
		{"seen", time.Second, a.rollouts.Flush},
		{"ramps", time.Minute, a.rollouts.Advance},
	}
}

// handler returns what serves every request.
func (m *Main) handler(a *app) (http.Handler, error) {
	return web.New(web.Config{
		Cohorts: a.cohorts, Contact: a.contact, Surveys: a.surveys, Rollouts: a.rollouts, Polls: a.polls, Plans: a.plans, Figures: a.figures, Auth: a.accounts, Audit: a.store, Ping: a.store.Ping,
		Registry: a.registry, BaseURL: m.BaseURL, TrustedProxies: m.Settings.TrustedProxies, TimeZone: zone(m.Settings.TimeZone),
		MetricsToken: m.Settings.MetricsToken, Log: m.log, Now: m.Now, Rand: m.Rand,
	})
}
