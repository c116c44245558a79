package store_test

import (
	"context"
	"flag"
	"os"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/server/store"
	"soundings/server/store/engine"
	"soundings/surveys"
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "8") // each step is several round trips
	}
	os.Exit(servicestest.Main(m))
}

// clinic is everything below the pages, over a new database.
type clinic struct {
	*servicestest.Clinic
	engine  engine.Engine
	store   *store.Store
	people  *cohorts.Service
	contact *contact.Service
	surveys *surveys.Service
	ctx     context.Context // in which a manager acts
	t       testing.TB
}

// on runs a test once over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) { test(t, server(t, c)) })
}

// server is one server on a database.
func server(t testing.TB, c *servicestest.Clinic) *clinic {
	t.Helper()
	return &clinic{c, c.Engine, c.Store, c.Cohorts, c.Contact, c.Surveys, servicestest.ByManager(t), t}
}

const secret = servicestest.Secret

var manager = servicestest.Manager()

func (c *clinic) now() time.Time { return c.Clock.Now() }

func (c *clinic) wait(d time.Duration) { c.Clock.Advance(d) }

// another is a second server on the same database.
func (c *clinic) another(t *testing.T) *clinic { return server(t, c.Another(t)) }

// by is the same server with somebody else at it.
func (c *clinic) by(a base.Actor) *clinic {
	other := *c
	other.ctx = base.WithActor(c.ctx, a)
	return &other
}

// refs are P-0001, P-0002 … to n.
func refs(n int) []string { return servicestest.Refs(n) }

// patients keeps a patient for each ref, staff a member of the staff.
func (c *clinic) patients(refs ...string) { c.People(c.t, cohorts.Patient, refs...) }

func (c *clinic) staff(refs ...string) { c.People(c.t, cohorts.Staff, refs...) }

// cohort makes a cohort whose members are asked for their consent, and the links they are asked by.
func (c *clinic) cohort(name string, refs ...string) (id string, asked map[string]contact.Invitation) {
	return c.Asked(c.t, name, refs...)
}

// agreed makes a cohort whose members have all agreed.
func (c *clinic) agreed(name string, refs ...string) string { return c.Agreed(c.t, name, refs...) }

// portal is a survey of three pages, open for answers.
func (c *clinic) portal() surveys.Survey { return c.open(portalPages) }

func (c *clinic) open(pages string) surveys.Survey {
	return c.Survey(c.t, "Portal", must(readPages(pages))...)
}

// invited asks the patients with these refs, all agreed, to answer a survey.
func (c *clinic) invited(v surveys.Survey, refs ...string) map[string]contact.Invitation {
	c.patients(refs...)
	return c.Invite(c.t, v.ID, c.agreed("Wave", refs...))
}

// again reads an invitation as it is now.
func (c *clinic) again(i contact.Invitation) contact.Invitation {
	return must(c.contact.Invitation(c.ctx, c.contact.Token(i)))
}

// send presses a button on a page, from 0, with what was typed there.
func (c *clinic) send(i contact.Invitation, page int, action surveys.Action, pairs ...string) surveys.Sheet {
	return must(c.surveys.Answer(c.ctx, c.again(i), surveys.Typed{Action: action, Page: page, Values: said(pairs...), Language: "es"}))
}

// foldAll folds until nothing is pending.
func (c *clinic) foldAll() {
	for c.pending() > 0 {
		must(c.store.Fold(c.ctx))
	}
}

func (c *clinic) pending() int { return len(c.documents("pending")) }

// documents returns the bytes of what lies in these collections; * is all of them.
func (c *clinic) documents(collections ...string) []string {
	if slices.Contains(collections, "*") {
		collections = nil
	}
	return c.Documents(c.t, collections...)
}
