package servicestest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/surveys"
)

// Manager is who acts in tests.
func Manager() base.Actor { return base.Actor{Kind: base.ActorStaff, ID: "MANAGER"} }

// ByManager returns the test's context, in which a manager acts.
func ByManager(t testing.TB) context.Context { return base.WithActor(t.Context(), Manager()) }

// Refs returns P-0001, P-0002 and so on, n of them.
func Refs(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("P-%04d", i+1)
	}
	return all
}

// People adds somebody of a group for each ref. Every other one speaks Spanish.
func (c *Clinic) People(t testing.TB, group cohorts.Group, refs ...string) {
	t.Helper()
	var file strings.Builder
	file.WriteString("ref,group,language\n")
	for i, ref := range refs {
		fmt.Fprintf(&file, "%s,%s,%s\n", ref, group, []string{"en", "es"}[i%2])
	}
	report, err := c.Cohorts.Import(ByManager(t), strings.NewReader(file.String()), false)
	check(t, err)
	if len(report.Errors) > 0 {
		t.Fatal(report.Errors)
	}
}

// SetUp gives the clinic a name and a telephone number, unless it has them: without, nobody is asked anything.
func (c *Clinic) SetUp(t testing.TB) {
	t.Helper()
	clinic, err := c.Cohorts.Clinic(t.Context())
	check(t, err)
	if clinic.Ready() == nil {
		return
	}
	clinic.Name, clinic.Phone, clinic.Languages, clinic.TimeZone = "Clinic", "+1 303 555 0100", []string{"en", "es"}, "UTC"
	check(t, c.Cohorts.SaveClinic(ByManager(t), clinic, nil))
}

// Asked makes a cohort whose members are asked for their consent, and returns the invitations by ref.
func (c *Clinic) Asked(t testing.TB, name string, refs ...string) (cohort string, asked map[string]contact.Invitation) {
	t.Helper()
	ctx := ByManager(t)
	c.SetUp(t)
	made, err := c.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": name, "es": name}, Shared: true})
	check(t, err)
	_, err = c.Cohorts.Select(ctx, made.ID, refs, cohorts.RefuseOverflow)
	check(t, err)
	all, err := c.Contact.AskConsent(ctx, made.ID)
	check(t, err)
	return made.ID, ByRef(all)
}

// Agreed makes a cohort whose members have all agreed by their links, at once.
func (c *Clinic) Agreed(t testing.TB, name string, refs ...string) (cohort string) {
	t.Helper()
	cohort, asked := c.Asked(t, name, refs...)
	var all errgroup.Group
	for _, ref := range refs {
		all.Go(func() error {
			_, err := c.Contact.AnswerConsent(ByManager(t), asked[ref], true, "en")
			return err
		})
	}
	check(t, all.Wait())
	return cohort
}

// Survey opens a survey of these pages.
func (c *Clinic) Survey(t testing.TB, title string, pages ...surveys.Page) surveys.Survey {
	t.Helper()
	c.SetUp(t)
	v, err := c.Surveys.Create(ByManager(t), Translated(surveys.Survey{Title: base.Words{"en": title}, Pages: pages}))
	check(t, err)
	v, err = c.Surveys.Publish(ByManager(t), v.ID)
	check(t, err)
	return v
}

// Invite asks a cohort to answer a survey, and returns the invitations by ref.
func (c *Clinic) Invite(t testing.TB, survey, cohort string) map[string]contact.Invitation {
	t.Helper()
	all, err := c.Surveys.Invite(ByManager(t), survey, surveys.Audience{Cohort: cohort})
	check(t, err)
	return ByRef(all)
}

// Features adds features that are called as their keys, unless they are there.
func (c *Clinic) Features(t testing.TB, keys ...string) {
	t.Helper()
	known := map[string]bool{}
	all, err := c.Rollouts.Features(ByManager(t))
	check(t, err)
	for _, f := range all {
		known[f.Key] = true
	}
	for _, key := range keys {
		if !known[key] {
			_, err := c.Rollouts.SaveFeature(ByManager(t), rollout.Feature{Key: key, Name: base.Words{"en": key, "es": key}, Stage: rollout.Idea})
			check(t, err)
		}
	}
}

// ByRef returns invitations by whom they are for.
func ByRef(all []contact.Invitation) map[string]contact.Invitation {
	m := make(map[string]contact.Invitation, len(all))
	for _, i := range all {
		m[i.Ref] = i
	}
	return m
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
