package web

import (
	"soundings/surveys/board"
	"soundings/web/answer"
	"soundings/web/ask"
	"soundings/web/auth"
	"soundings/web/clinic"
	"soundings/web/examples"
	"soundings/web/learn"
	"soundings/web/listen"
	"soundings/web/mail"
	"soundings/web/outbox"
	"soundings/web/page"
	"soundings/web/people"
	"soundings/web/portal"
	"soundings/web/ready"
	"soundings/web/team"
	"soundings/web/today"
	uploads "soundings/web/upload"
	"soundings/web/vendors"
)

// rooms are the parts of the site, by noun. Each has its pages, forms and API.
type rooms struct {
	answer       *answer.Pages
	previews     answer.Previews
	helped       *answer.Helped
	reporting    answer.Bumps
	today        *today.Today
	participants *people.Participants
	cohorts      *people.Cohorts
	features     *portal.Features
	helps        *ready.Helps
	workflows    *ready.Workflows
	plans        *portal.Plans
	charter      *portal.Charter
	team         *team.Pages
	vendor       *vendors.Pages
	polls        *ask.Polls
	surveys      *ask.Surveys
	outbox       *outbox.Outbox
	start        *outbox.Start
	letters      *outbox.Pages
	bumps        *listen.Bumps
	said         *listen.Said
	told         *listen.Announcements
	news         answer.News
	reports      *learn.Reports
	events       *learn.Events
	files        *page.Turns // of requests with a file
	settings     *clinic.Settings
	webhooks     *clinic.Webhooks
	signIn       *clinic.SignIn
	profile      *clinic.Profile
	examples     *examples.Pages
}

// folders are where the pages of the rooms lie.
func folders() []page.Folder {
	return []page.Folder{
		answer.Templates(), today.Templates(), people.Templates(), portal.Templates(), team.Templates(), vendors.Templates(), ready.Templates(), ask.Templates(), outbox.Templates(), listen.Templates(), learn.Templates(), clinic.Templates(), examples.Templates(),
	}
}

// shown are the rooms by their folder, with an example of each of their pages.
func shown() []examples.Room {
	return []examples.Room{
		{Name: "answer", Pages: answer.Examples}, {Name: "today", Pages: today.Examples}, {Name: "people", Pages: people.Examples},
		{Name: "portal", Pages: portal.Examples}, {Name: "team", Pages: team.Examples}, {Name: "vendors", Pages: vendors.Examples}, {Name: "ready", Pages: ready.Examples}, {Name: "ask", Pages: ask.Examples}, {Name: "outbox", Pages: outbox.Examples}, {Name: "listen", Pages: listen.Examples}, {Name: "learn", Pages: learn.Examples},
		{Name: "clinic", Pages: clinic.Examples}, {Name: "page", Pages: page.Examples}, {Name: "examples", Pages: examples.Examples},
	}
}

// newSite makes what every room stands on.
func newSite(c Config, guard *auth.Guard) *page.Site {
	site := &page.Site{Cohorts: c.Cohorts, Contact: c.Contact, Outbox: c.Outbox, Auth: c.Auth, Guard: guard, BaseURL: c.BaseURL, GrafanaURL: c.GrafanaURL, Interfaces: c.Interfaces, Log: c.Log, Texts: c.Built.texts, Templates: c.Built.templates}
	if c.Ready != nil {
		site.Help = c.Ready
	}
	return site
}

// newRooms gives each room the services that it asks. No room knows another: what one needs of another it is handed here.
func newRooms(c Config, site *page.Site, guard *auth.Guard, writer *mail.Writer, proxies *silent) rooms {
	inPeople := &people.Room{Site: site, Rollouts: c.Rollouts, Surveys: c.Surveys, Polls: c.Polls}
	inPortal := &portal.Room{Site: site, Rollouts: c.Rollouts, Plans: c.Plans, Ready: c.Ready, Surveys: c.Surveys, Polls: c.Polls, Now: c.Now}
	inReady := &ready.Room{Site: site, Ready: c.Ready}
	inAsk := &ask.Room{Site: site, Surveys: c.Surveys, Polls: c.Polls, Rollouts: c.Rollouts, Now: c.Now}
	inOutbox := &outbox.Room{Site: site, Surveys: c.Surveys, Polls: c.Polls, Now: c.Now}
	inListen := &listen.Room{Site: site, Board: c.Board, Rollouts: c.Rollouts, Surveys: c.Surveys, Now: c.Now}
	inLearn := &learn.Room{Site: site, Figures: c.Figures, Intake: c.Intake, Rollouts: c.Rollouts, Surveys: c.Surveys}
	r := rooms{
		answer: &answer.Pages{
			Site: site, Surveys: c.Surveys, Polls: c.Polls, Board: c.Board, Announce: c.Announce, Now: c.Now, Rand: c.Rand,
		},
		participants: &people.Participants{Room: inPeople},
		cohorts:      &people.Cohorts{Room: inPeople},
		features:     &portal.Features{Room: inPortal},
		helps:        &ready.Helps{Room: inReady},
		workflows:    &ready.Workflows{Room: inReady},
		plans:        &portal.Plans{Room: inPortal},
		charter:      &portal.Charter{Room: inPortal},
		team:         &team.Pages{Site: site, Plans: c.Plans},
		vendor:       &vendors.Pages{Site: site, Plans: c.Plans, Rollouts: c.Rollouts, Promises: board.Promises{Service: c.Board}, Figures: c.Figures},
		polls:        &ask.Polls{Room: inAsk},
		surveys:      &ask.Surveys{Room: inAsk},
		outbox:       &outbox.Outbox{Room: inOutbox},
		letters:      &outbox.Pages{Room: inOutbox},
		start:        &outbox.Start{Room: inOutbox, Write: writer.Write},
		bumps:        &listen.Bumps{Room: inListen},
		said:         &listen.Said{Room: inListen},
		told:         &listen.Announcements{Room: inListen, Announce: c.Announce},
		events:       learn.NewEvents(inLearn),
		files:        uploads.NewTurns(),
		settings:     &clinic.Settings{Site: site, Outbox: c.Outbox, MailSigned: c.MailSigned, Audit: c.Audit, Backups: c.Backups, BackupEvery: c.BackupEvery, Silent: func() (clinic.Proxy, bool) { return proxies.last(c.Now()) }, Now: c.Now, TimeZone: c.TimeZone},
		webhooks:     &clinic.Webhooks{Site: site, Webhooks: c.Webhooks, Now: c.Now},
		signIn:       &clinic.SignIn{Site: site, Guard: guard, Outbox: c.Outbox, Provider: c.Provider, TimeZone: c.TimeZone},
		profile:      &clinic.Profile{Site: site, Provider: c.Provider},
		examples:     &examples.Pages{Site: site, Rooms: shown()},
	}
	r.previews, r.helped = answer.Previews{Pages: r.answer}, &answer.Helped{Pages: r.answer, Ready: c.Ready}
	r.news = answer.News{Pages: r.answer}
	r.reporting = answer.NewBumps(r.answer, c.Rollouts)
	r.reports = &learn.Reports{Room: inLearn, Polls: r.polls}
	r.today = &today.Today{Site: site, Rooms: []today.Room{r.settings, r.webhooks, r.features, r.plans, r.charter, r.reports, r.team, r.vendor, r.polls, r.cohorts, r.surveys, r.outbox, r.bumps}}
	r.reports.Tasks = r.today.Tasks
	return r
}
