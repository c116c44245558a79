package today

import (
	"soundings/web/page"
	"soundings/web/texts"
)

// Examples returns the page as it may be sent.
func Examples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	return []page.Example{
		{Name: "new", View: TodayPage{Page: at("/"), Steps: []page.Step{{Text: "Import participants", Href: "/participants/import", Done: true}, {Text: "Make a cohort", Href: "/cohorts", Done: false}, {Text: "Publish a survey", Href: "/surveys", Done: false}}}},
		{Name: "full", View: TodayPage{Page: at("/"), Figures: page.ExampleFigures(), Tasks: []page.Task{
			{Title: "The last backup failed", Detail: "The last complete one is from November 19, 2026. The disk for backups is full.", Button: page.Link{Text: "Look", Href: "/audit?kind=taken"}, Look: "waiting"},
			{Title: "Few have answered “Is the portal working for you?”", Detail: "41 of 240 after 9 days.", Button: page.Link{Text: "See who was invited", Href: "/surveys/portal"}, Look: "waiting", Panel: at("/").InGrafana("response", page.Chosen{Survey: "portal"})},
			{Title: "12 members of Secure messaging wait to be invited", Detail: "", Button: page.Link{Text: "Invite them", Href: "/cohorts/messaging"}, Look: "active"}}}},
	}
}
