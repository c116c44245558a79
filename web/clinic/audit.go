package clinic

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// auditReach is how many records one search looks through; the next page goes on from there.
const auditReach = 1000

func (s *Settings) ShowAudit(c echo.Context) error { return s.Show(c, s.auditPage) }

func (s *Settings) auditPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	who, err := s.Actors(ctx, frame)
	if err != nil {
		return nil, err
	}
	v := AuditPage{Page: frame, Query: strings.TrimSpace(c.QueryParam("q"))}
	after := c.QueryParam("after")
	for read := 0; read < auditReach && len(v.Rows) < page.ListLength; read += page.ListLength {
		records, err := s.Audit.Audit(ctx, after, page.ListLength)
		if err != nil {
			return nil, err
		}
		for _, r := range records.Items {
			if row := auditRow(frame, r, who); row.has(v.Query) {
				v.Rows = append(v.Rows, row)
			}
		}
		if after = records.Next; after == "" {
			break
		}
	}
	v.Pager = frame.PagerOf(c, after)
	return v, nil
}

// has reports whether a row speaks of what was searched for.
func (r AuditRow) has(query string) bool {
	return strings.Contains(strings.ToLower(r.Who+" "+r.What+" "+r.Subject.Text), strings.ToLower(query))
}

func auditRow(frame page.Page, r base.AuditRecord, who func(base.Actor) string) AuditRow {
	return AuditRow{At: frame.Time(r.At), Who: who(r.By), What: frame.T("act." + r.Act), Subject: subjectLink(frame, r, who)}
}

// subjectLink leads to what an act was done to, where there is a page of it.
func subjectLink(frame page.Page, r base.AuditRecord, who func(base.Actor) string) page.Link {
	noun, _, _ := strings.Cut(r.Act, ".")
	first, rest, _ := strings.Cut(r.Subject, "/")
	if number, ok := strings.CutSuffix(r.Subject, " items"); ok {
		if n, err := strconv.Atoi(number); err == nil {
			return page.Link{Text: frame.T("audit.items", "Count", n)}
		}
	}
	switch noun {
	case "cohort", "survey", "poll":
		return page.Link{Text: r.Subject, Href: "/" + noun + "s/" + r.Subject}
	case "plan":
		return page.Link{Text: r.Subject, Href: page.PlanHref(r.Subject)}
	case "charter":
		return page.Link{Text: frame.T("plans.charter"), Href: "/charter"}
	case "feature":
		return page.Link{Text: r.Subject, Href: page.FeatureHref(r.Subject)}
	case "rollout": // feature/cohort
		return page.Link{Text: r.Subject, Href: page.RolloutHref(first, rest)}
	case "participant": // who is removed has no page any more
		return page.Link{Text: r.Subject}
	case "participants":
		return page.Link{Text: r.Subject, Href: page.ParticipantHref(r.Subject)}
	case "members": // cohort/ref
		return page.Link{Text: r.Subject, Href: "/cohorts/" + first}
	case "invitations": // kind/subject: number
		id, _, _ := strings.Cut(rest, ":")
		if first == string(contact.ForConsent) {
			return page.Link{Text: rest, Href: "/cohorts/" + id}
		}
		if first == string(contact.ForPoll) {
			return page.Link{Text: rest, Href: page.PollHref(id)}
		}
		return page.Link{Text: rest, Href: "/surveys/" + id}
	case "staff":
		return page.Link{Text: who(base.Actor{Kind: base.ActorStaff, ID: r.Subject}), Href: "/settings#team"}
	case "key":
		return page.Link{Text: who(base.Actor{Kind: base.ActorKey, ID: r.Subject}), Href: "/settings#keys"}
	case "settings":
		return page.Link{Text: frame.T("menu.settings"), Href: "/settings"}
	default:
		return page.Link{}
	}
}
