package portal

import (
	"time"

	"soundings/cohorts/base"
	"soundings/web/page"
	"soundings/web/texts"
)

// charterExamples returns the pages of the charter.
func charterExamples(p texts.Printer) []page.Example {
	at := page.ExampleTeamPages(p)
	task := charterRow{
		ID: "E", Date: "March 1, 2027", Title: page.Link{Text: "Half of all members", Href: "/charter/E"}, Kind: p.T("plans.kind.task"),
		About: "active_members: 200", Text: "More", Link: "https://example.org",
		State: page.Badge{Text: p.T("plans.state.due"), Look: "waiting"}, Tick: p.T("plans.tick.task"),
	}
	ticked := task
	ticked.Tick, ticked.Done = p.T("plans.untick"), true
	var kinds []charterKind
	for _, kind := range []string{"goal", "decision", "event", "release", "task", "help", "training"} {
		kinds = append(kinds, charterKind{kind, p.T("plans.kind." + kind), p.T("plans.about." + kind), kind == "goal", []charterRow{task, ticked}})
	}
	choices := exampleChoices(p)
	one := EntryPage{Page: at("/charter/E"), Entry: task, Kind: "training", Base: "/charter/E", Version: "3", Choices: choices}
	taken := one
	taken.Kind, taken.Taken = "decision", page.ExampleTaken(p)
	taken.Entry.About, taken.Entry.State, taken.Entry.Tick = taken.Taken.By, page.Badge{Text: p.T("plans.state.decided", "Date", p.Date(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC))), Look: "done"}, ""
	waits := one
	waits.Kind, waits.Entry.State, waits.Entry.Tick = "decision", page.Badge{Text: p.T("plans.state.undecided"), Look: "waiting"}, ""
	waits.Form.Problems = page.SayFields(p, []base.Field{{Name: "date", Text: base.T("plan.decided_later")}})
	release := one
	release.Kind, release.Came, release.Entry.About, release.Entry.Tick = "release", page.ReleaseHref("E"), "Bills · "+p.T("plans.mends_these", "Bumps", "B-7, B-12"), ""
	release.Form = page.Form{Values: map[string][]string{"mends": {"B-7, B-99"}}, Problems: page.SayFields(p, []base.Field{{Name: "mends", Text: base.T("plan.bump_unknown", "Bump", "B-99")}})}
	overtaken := one
	overtaken.Kind, overtaken.Overtaken, overtaken.Form.Problems = "event", true, []page.Problem{{Text: p.T("plans.entry_changed")}}
	return []page.Example{
		{Name: "charter", View: CharterPage{at("/charter"), kinds, choices}}, {Name: "entry", View: one}, {Name: "entry, overtaken", View: overtaken}, {Name: "a release, wrong", View: release}, {Name: "a decision", View: taken}, {Name: "a decision that waits, wrong", View: waits},
	}
}

func exampleChoices(p texts.Printer) entryChoices {
	one := func(value, text string) []page.Option { return []page.Option{{Value: value, Text: text}} }
	return entryChoices{
		Features: one("bills", "Bills"), Groups: page.ExampleGroups(p, "")[1:], Works: one("testing", p.T("plans.work.testing")),
		Seats: one("sponsor", p.T("seat.sponsor")), Grounds: one("poll:first", p.T("evidence.source.poll")+": What first?"), Sessions: one("first", p.T("plans.session.first")), Today: "2027-03-01",
		Goal: goalSubjects{
			Figures: one("active_7d", p.T("plans.figure.active_7d")), Features: one("", p.T("plans.goal_portal")),
			Surveys: one("portal", "Is the portal working for you?"), Cohorts: one("", p.T("plans.goal_reported")),
		},
	}
}
