package clinic

import (
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/auth"
	"soundings/web/page"
)

// subject is what an act was done to, as the audit has it.
type subject struct {
	text  string
	act   string
	frame page.Page
	who   func(base.Actor) string
}

// subjectLinks lead from subjects to their pages, by the noun that the act begins with.
var subjectLinks = map[string]func(subject) page.Link{
	"cohort":       subject.member,
	"survey":       func(s subject) page.Link { return s.at("/surveys/" + s.text) },
	"poll":         func(s subject) page.Link { return s.at(page.PollHref(s.text)) },
	"plan":         func(s subject) page.Link { return s.at(page.PlanHref(s.text)) },
	"feature":      func(s subject) page.Link { return s.at(page.FeatureHref(s.text)) },
	"participants": func(s subject) page.Link { return s.at(page.ParticipantHref(s.text)) },
	"participant":  func(s subject) page.Link { return s.at("") }, // removed: there is no page any more
	"rollout":      subject.rollout,
	"members":      subject.member,
	"answers":      subject.answers,
	"invitations":  subject.invitations,
	"staff":        func(s subject) page.Link { return s.actor(base.ActorStaff, "/settings#team") },
	"session":      subject.door,
	"key":          func(s subject) page.Link { return s.actor(base.ActorKey, "/settings#keys") },
	"charter":      func(s subject) page.Link { return page.Link{Text: s.frame.T("plans.charter"), Href: "/charter"} },
	"team":         func(s subject) page.Link { return page.Link{Text: s.frame.T("menu.team"), Href: "/team"} },
	"export":       subject.taken,
	"links":        func(s subject) page.Link { return s.at("/" + s.text) },
	"data":         func(s subject) page.Link { return s.at("") },
	"audit":        func(s subject) page.Link { return s.at("") },
	"webhook":      func(s subject) page.Link { return s.at(page.WebhookHref(s.text)) },
	"settings":     func(s subject) page.Link { return page.Link{Text: s.frame.T("menu.settings"), Href: "/settings"} },
}

// subjectLink leads to what an act was done to, where there is a page of it.
func subjectLink(frame page.Page, r base.AuditRecord, who func(base.Actor) string) page.Link {
	if number, ok := strings.CutSuffix(r.Subject, " items"); ok {
		if n, err := strconv.Atoi(number); err == nil {
			return page.Link{Text: frame.T("audit.items", "Count", n)}
		}
	}
	noun, _, _ := strings.Cut(r.Act, ".")
	link, ok := subjectLinks[noun]
	if !ok || r.Subject == "" { // of who was removed for good no ref is kept
		return page.Link{}
	}
	return link(subject{r.Subject, r.Act, frame, who})
}

func (s subject) at(href string) page.Link { return page.Link{Text: s.text, Href: href} }

func (s subject) actor(kind base.ActorKind, href string) page.Link {
	return page.Link{Text: s.who(base.Actor{Kind: kind, ID: s.text}), Href: href}
}

// taken reads the id of a survey, a plan, an uploaded file or a table, or the name of a list.
func (s subject) taken() page.Link {
	switch s.act {
	case string(auth.TookResponses):
		return s.at("/surveys/" + s.text)
	case string(auth.TookList):
		noun, rest, _ := strings.Cut(s.text, "/")
		id, _, _ := strings.Cut(rest, "/")
		return s.at("/" + strings.TrimSuffix(noun+"/"+id, "/"))
	case string(auth.TookPlan):
		return s.at(page.PlanHref(s.text))
	}
	return s.at("")
}

// door reads the id of an account, a route, or nothing.
func (s subject) door() page.Link {
	if s.text == "" || strings.HasPrefix(s.text, "/") {
		return s.at("")
	}
	return s.actor(base.ActorStaff, "/settings#team")
}

// rollout reads "feature/cohort".
func (s subject) rollout() page.Link {
	feature, cohort, _ := strings.Cut(s.text, "/")
	return s.at(page.RolloutHref(feature, cohort))
}

// member reads "cohort/ref", or a cohort alone.
func (s subject) member() page.Link {
	cohort, _, _ := strings.Cut(s.text, "/")
	return s.at("/cohorts/" + cohort)
}

// answers reads "ref", or "cohort/ref" where only those of a cohort are meant.
func (s subject) answers() page.Link {
	if strings.Contains(s.text, "/") {
		return s.member()
	}
	return s.at(page.ParticipantHref(s.text))
}

// invitations reads "kind/id: number", where the id is of what people were invited to or told.
func (s subject) invitations() page.Link {
	kind, invited, _ := strings.Cut(s.text, "/")
	id, _, _ := strings.Cut(invited, ":")
	return page.Link{Text: invited, Href: page.AskedHref(contact.Kind(kind), id)}
}
