package page

import (
	"net/url"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/texts"
)

// Taken is how a decision was taken, for the part "taken".
type Taken struct {
	By       string // who took it
	At       string // when its figures were frozen
	Evidence []Evidence
}

// Evidence is what one ground of a decision said then.
type Evidence struct {
	Source string
	Title  Link
	Lines  []string
}

// groundHrefs lead to the grounds of each source.
var groundHrefs = map[string]func(of string) string{
	"poll":   func(of string) string { return PollHref(of) + "/results" },
	"survey": func(of string) string { return "/surveys/" + of + "/results" },
	"rollout": func(of string) string {
		feature, cohort, _ := strings.Cut(of, "/")
		return RolloutHref(feature, cohort)
	},
	"bumps": func(of string) string {
		if of == "whole-board" {
			return "/board"
		}
		return "/board?feature=" + url.QueryEscape(of)
	},
}

// Taken returns how a decision was taken; nil: nobody noted that, or it waits.
func (p Page) Taken(e plan.Entry) *Taken {
	if e.Taken == nil {
		return nil
	}
	t := &Taken{By: p.deciders(e.Taken.By), At: p.Time(e.Taken.At)}
	for _, one := range e.Taken.Evidence {
		shown := Evidence{Source: p.T("evidence.source." + one.Source), Title: Link{Text: p.GroundTitle(one)}}
		if href, ok := groundHrefs[one.Source]; ok {
			shown.Title.Href = href(one.Of)
		}
		for _, line := range one.Lines {
			shown.Lines = append(shown.Lines, p.Say(line))
		}
		t.Evidence = append(t.Evidence, shown)
	}
	return t
}

// GroundTitle returns what a ground of a decision was called. The board and the places of bumps have no names but in the texts.
func (p Page) GroundTitle(e plan.Evidence) string {
	if len(e.Title) == 0 {
		return p.T("bump.place." + e.Of)
	}
	return e.Title.In(p.Lang())
}

// deciders says who took a decision: the seats, each with who had it.
func (p Page) deciders(by []plan.Decider) string {
	names := make([]string, len(by))
	for i, one := range by {
		names[i] = p.T("seat." + string(one.Seat))
		if one.Name != "" {
			names[i] += " (" + one.Name + ")"
		}
	}
	return strings.Join(names, ", ")
}

// ExampleTaken returns how a decision was taken that rests on a poll, a survey, a rollout and the board.
func ExampleTaken(printer texts.Printer) *Taken {
	frame := Page{Printer: printer, Zone: time.UTC}
	ground := func(source, of, title string, lines ...base.Text) plan.Evidence {
		return plan.Evidence{Ground: plan.Ground{Source: source, Of: of}, Title: base.Words{"en": title}, Lines: lines}
	}
	return frame.Taken(plan.Entry{Taken: &plan.Taken{
		At: time.Date(2027, 3, 1, 15, 4, 0, 0, time.UTC), By: []plan.Decider{{Seat: plan.Sponsor, Name: "Dr. Ruth Okafor"}, {Seat: plan.HealthIT}},
		Evidence: []plan.Evidence{
			ground("poll", "first", "What should the portal do first?", base.T("evidence.poll", "Count", 118), base.T("evidence.place", "Place", 1, "Feature", "Secure messaging", "Percent", 98)),
			ground("survey", "portal", "Is the portal working for you?", base.T("evidence.score", "Instrument", base.T("sus.name"), "Mean", 71.2, "Low", 68.0, "High", 74.4, "N", 97)),
			ground("rollout", "messages/first", "Secure messaging · First testers", base.T("evidence.share", "Percent", "25"), base.T("evidence.gate_closed", "Gate", base.T("rollout.wait.hold", "Count", "24"))),
			{Ground: plan.Ground{Source: "bumps", Of: "whole-board"}, Lines: []base.Text{
				base.T("evidence.bumps_open", "N", 9, "Blockers", 1, "Major", 3, "Minor", 4, "Unjudged", 1), base.T("evidence.bumps_turned", "Days", 28, "Opened", 12, "Ended", 7),
				base.T("evidence.bumps_most", "About", base.T("bump.place.signing-in"), "N", 31),
			}},
		},
	}})
}
