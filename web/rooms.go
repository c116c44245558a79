package web

import (
	"fmt"

	"soundings/web/answer"
	"soundings/web/ask"
	"soundings/web/auth"
	"soundings/web/clinic"
	"soundings/web/learn"
	"soundings/web/page"
	"soundings/web/people"
	"soundings/web/portal"
	"soundings/web/texts"
	"soundings/web/today"
)

// rooms are the parts of the site, by noun. Each has its pages, forms and API.
type rooms struct {
	answer       *answer.Pages
	today        *today.Today
	participants *people.Participants
	cohorts      *people.Cohorts
	features     *portal.Features
	plans        *portal.Plans
	charter      *portal.Charter
	polls        *ask.Polls
	surveys      *ask.Surveys
	reports      *learn.Reports
	events       *learn.Events
	settings     *clinic.Settings
	signIn       *clinic.SignIn
}

// folders are where the pages of the rooms lie.
func folders() []page.Folder {
	return []page.Folder{
		answer.Templates(), today.Templates(), people.Templates(), portal.Templates(), ask.Templates(), learn.Templates(), clinic.Templates(),
	}
}

// newSite makes what every room stands on.
func newSite(c Config, guard *auth.Guard, static *page.Static) (*page.Site, error) {
	site := &page.Site{Cohorts: c.Cohorts, Contact: c.Contact, Auth: c.Auth, Guard: guard, BaseURL: c.BaseURL, Log: c.Log}
	var err error
	if site.Texts, err = texts.Load(); err != nil {
		return nil, fmt.Errorf("reading the texts: %w", err)
	}
	site.Templates, err = page.NewTemplates(static, folders()...)
	return site, err
}

// newRooms gives each room the services that it asks. No room knows another: what one needs of another it is handed here.
func newRooms(c Config, site *page.Site, guard *auth.Guard) rooms {
	inPeople := &people.Room{Site: site, Rollouts: c.Rollouts, Surveys: c.Surveys, Polls: c.Polls}
	inPortal := &portal.Room{Site: site, Rollouts: c.Rollouts, Plans: c.Plans, Surveys: c.Surveys, Polls: c.Polls, Now: c.Now}
	inAsk := &ask.Room{Site: site, Surveys: c.Surveys, Polls: c.Polls, Rollouts: c.Rollouts, Now: c.Now}
	inLearn := &learn.Room{Site: site, Figures: c.Figures, Intake: c.Intake, Rollouts: c.Rollouts, Surveys: c.Surveys}
	r := rooms{
		answer: &answer.Pages{
			Site: site, Surveys: c.Surveys, Polls: c.Polls, Turnstile: answer.NewTurnstile(), Now: c.Now, Rand: c.Rand,
		},
		participants: &people.Participants{Room: inPeople},
		cohorts:      &people.Cohorts{Room: inPeople},
		features:     &portal.Features{Room: inPortal},
		plans:        &portal.Plans{Room: inPortal},
		charter:      &portal.Charter{Room: inPortal},
		polls:        &ask.Polls{Room: inAsk},
		surveys:      &ask.Surveys{Room: inAsk},
		events:       learn.NewEvents(inLearn),
		settings:     &clinic.Settings{Site: site, Audit: c.Audit},
		signIn:       &clinic.SignIn{Site: site, Guard: guard, TimeZone: c.TimeZone},
	}
	r.today = &today.Today{Site: site, Rooms: []today.Room{r.features, r.plans, r.polls, r.cohorts, r.surveys}}
	r.reports = &learn.Reports{Room: inLearn, Polls: r.polls, Tasks: r.today.Tasks}
	return r
}
