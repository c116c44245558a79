package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/server/demo"
	posthook "soundings/server/hook"
	"soundings/server/services"
	"soundings/surveys/hook"
	"soundings/web"
)

// app is everything that serves.
type app struct {
	*services.Services
	db       *database
	registry *prometheus.Registry
	keep     map[string]time.Duration // how long records of the audit are kept, by kind
	backups  *backups
	demo     demo.Result
}

// wire makes what serves a database.
func (m *Main) wire(ctx context.Context, db *database) (*app, error) {
	registry := prometheus.NewRegistry()
	if err := registerRuntime(registry); err != nil {
		return nil, err
	}
	s, err := m.services(ctx, db, true, registry)
	if err != nil {
		return nil, err
	}
	a := &app{Services: s, db: db, registry: registry, keep: map[string]time.Duration{}}
	if a.backups, err = newBackups(m, a, registry); err != nil {
		return nil, err
	}
	for kind, days := range m.Settings.AuditDays {
		a.keep[kind] = time.Duration(days) * 24 * time.Hour
	}
	if m.Settings.Demo {
		return a, m.seed(ctx, a)
	}
	return a, m.checkClinic(ctx, a.Cohorts)
}

// services returns the services over a database, which with fresh may be a new one. What is measured of them is
// registered, if there is a registry.
func (m *Main) services(ctx context.Context, db *database, fresh bool, registry prometheus.Registerer) (*services.Services, error) {
	if err := db.check(ctx, fresh); err != nil {
		return nil, err
	}
	var removed services.Removed
	if m.Settings.Removals != "" && m.command == "serve" {
		file, err := newRemovals(m.Settings.Removals, db.secret, m.Now)
		if err != nil {
			return nil, err
		}
		removed = file.note
	}
	var post contact.Post
	if m.Settings.SMTP != "" && m.command == "serve" && !m.Settings.Demo { // a made-up clinic writes to nobody
		p, err := newPost(m.Settings, func() string { return m.BaseURL })
		if err != nil {
			return nil, err
		}
		m.onClose(p.Close)
		post = p
	}
	reach := hook.NewReach(m.Settings.WebhookPrivate)
	var programs hook.Post
	if m.command == "serve" && !m.Settings.Demo {
		p := posthook.New(reach, version())
		m.onClose(p.Close)
		programs = p
	}
	return services.New(ctx, db, services.Config{
		Removed: removed, Post: post, Webhooks: programs, Reach: reach,
		Secret: []byte(db.secret), TimeZone: zone(m.Settings.TimeZone), APIKey: m.Settings.APIKey, SecondStep: m.Settings.SecondStep, Registry: registry,
		Now: m.Now, Rand: m.Rand, Log: m.log,
	})
}

// openServices opens the database of the settings, which holds something already, and returns the services over it: for
// commands.
func (m *Main) openServices(ctx context.Context) (*services.Services, error) {
	db, err := m.open(ctx, false)
	if err != nil {
		return nil, err
	}
	return m.services(ctx, db, false, nil)
}

// checkClinic refuses settings that were fixed at set-up to something else.
func (m *Main) checkClinic(ctx context.Context, s *cohorts.Service) error {
	clinic, err := s.Clinic(ctx)
	if err != nil || clinic.Version == 0 {
		return err
	}
	if clinic.Demo {
		return fmt.Errorf("this database belongs to a sample clinic; start with --demo")
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

// registerRuntime registers what Go and the system know of the process.
func registerRuntime(registry *prometheus.Registry) error {
	for _, c := range []prometheus.Collector{collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := registry.Register(c); err != nil {
			return fmt.Errorf("registering the program's metrics: %w", err)
		}
	}
	return nil
}

// registerBuild registers what is known of the program itself, once it is known under which address browsers find it: the
// dashboards begin their links with it.
func registerBuild(registry *prometheus.Registry, engine, baseURL string) error {
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "soundings_build_info", Help: "Which build this is, which database it uses and under which address browsers find it; always 1.",
	}, []string{"version", "engine", "url"})
	build.WithLabelValues(version(), engine, baseURL).Set(1)
	if err := registry.Register(build); err != nil {
		return fmt.Errorf("registering the program's build: %w", err)
	}
	return nil
}

// jobs are what is done in the background.
func (a *app) jobs() []job {
	return []job{
		{"fold", time.Second, untilNone(a.Store.Fold)},
		{"upgrade", time.Hour, a.Store.Upgrade},
		{"expire", time.Minute, untilNone(a.Contact.Expire)},
		{"first-messages", 2 * time.Second, untilNone(a.Outbox.Take)},
		{"send", 5 * time.Second, untilNone(a.Outbox.Send)},
		{"webhooks", 2 * time.Second, a.tell},
		{"milestones", time.Minute, a.Webhooks.Mark},
		{"imports", time.Second, a.Cohorts.Imports().Resume},
		{"askings", time.Second, a.Contact.Askings().Resume},
		{"announcements", time.Minute, untilNone(a.Announce.Resume)},
		{"removals", time.Minute, a.Cohorts.ContinueRemovals},
		{"event-files", time.Second, a.Intake.Files().Resume},
		{"import-sweep", 10 * time.Minute, a.Cohorts.Imports().Sweep},
		{"asking-sweep", 10 * time.Minute, a.Contact.Askings().Sweep},
		{"event-file-sweep", 10 * time.Minute, a.Intake.Files().Sweep},
		{"sweep", time.Minute, a.Accounts.Sweep},
		{"reads", time.Minute, untilNone(a.Store.EndReads)},
		{"seal-audit", time.Minute, untilNone(a.Store.SealAudit)},
		{"trim-audit", time.Hour, a.trimAudit},
		{"backup", backupRound, a.backups.look},
		{"events", time.Second, a.Intake.FoldAll},
		{"parked", time.Minute, a.Intake.Retry},
		{"editions", 15 * time.Second, a.Surveys.MakeEditions},
		{"figures", 15 * time.Second, a.Series.Refresh},
		{"look", rollout.RefreshEvery, a.Rollouts.Refresh},
		{"seen", time.Second, a.Rollouts.Flush},
		{"ramps", time.Minute, a.Rollouts.Advance},
	}
}

// tell tells programs outside what has happened.
func (a *app) tell(ctx context.Context) error {
	if err := untilNone(a.Webhooks.Take)(ctx); err != nil {
		return err
	}
	return untilNone(a.Webhooks.Send)(ctx)
}

// handler returns what serves every request.
func (m *Main) handler(a *app) (http.Handler, error) {
	load := m.Load
	if m.Settings.Dev {
		load = func() (*web.Built, error) { return web.Develop(os.DirFS(sources)) }
	}
	built, err := load()
	if err != nil {
		return nil, err
	}
	provider, err := m.provider(a.db.secret)
	if err != nil {
		return nil, err
	}
	return web.New(web.Config{
		Built:   built,
		Cohorts: a.Cohorts, Contact: a.Contact, Outbox: a.Outbox, Surveys: a.Surveys, Rollouts: a.Rollouts, Polls: a.Polls, Plans: a.Plans, Board: a.Board, Announce: a.Announce,
		Ready: a.Ready, Webhooks: a.Webhooks,
		Figures: a.Metrics, Intake: a.Intake, Auth: a.Accounts, Requests: a.Requests, Provider: provider, Audit: a.Store, Backups: a.Store, BackupEvery: m.Settings.backupEvery(), Ping: a.Store.Ping,
		Registry: a.registry, BaseURL: m.BaseURL, GrafanaURL: m.Settings.GrafanaURL, Interfaces: m.Interfaces, TrustedProxies: m.Settings.TrustedProxies, TimeZone: zone(m.Settings.TimeZone),
		MailSigned: m.Settings.DKIMKey != "", MetricsToken: m.Settings.MetricsToken, Demo: m.Settings.Demo,
		Log: m.log, Now: m.Now, Rand: m.Rand,
	})
}
