package web

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// auditReach is how many records one search looks through; the next page goes on from there.
const auditReach = 1000

func (s *Server) audit(c echo.Context) error { return s.show(c, s.auditPage) }

func (s *Server) auditPage(c echo.Context, page Page) (View, error) {
	ctx := c.Request().Context()
	who, err := s.actors(ctx, page)
	if err != nil {
		return nil, err
	}
	v := AuditPage{Page: page, Query: strings.TrimSpace(c.QueryParam("q"))}
	after := c.QueryParam("after")
	for read := 0; read < auditReach && len(v.Rows) < listLength; read += listLength {
		records, err := s.Audit.Audit(ctx, after, listLength)
		if err != nil {
			return nil, err
		}
		for _, r := range records.Items {
			if row := auditRow(page, r, who); row.has(v.Query) {
				v.Rows = append(v.Rows, row)
			}
		}
		if after = records.Next; after == "" {
			break
		}
	}
	v.Pager = page.pager(c, after)
	return v, nil
}

// has reports whether a row speaks of what was searched for.
func (r AuditRow) has(query string) bool {
	return strings.Contains(strings.ToLower(r.Who+" "+r.What+" "+r.Subject.Text), strings.ToLower(query))
}

func auditRow(page Page, r base.AuditRecord, who func(base.Actor) string) AuditRow {
	return AuditRow{At: page.dateTime(r.At), Who: who(r.By), What: page.T("act." + r.Act), Subject: subjectLink(page, r, who)}
}

// subjectLink leads to what an act was done to, where there is a page of it.
func subjectLink(page Page, r base.AuditRecord, who func(base.Actor) string) Link {
	noun, _, _ := strings.Cut(r.Act, ".")
	first, rest, _ := strings.Cut(r.Subject, "/")
	if number, ok := strings.CutSuffix(r.Subject, " items"); ok {
		if n, err := strconv.Atoi(number); err == nil {
			return Link{Text: page.T("audit.items", "Count", n)}
		}
	}
	switch noun {
	case "cohort", "survey", "poll":
		return Link{r.Subject, "/" + noun + "s/" + r.Subject}
	case "plan":
		return Link{r.Subject, planHref(r.Subject)}
	case "charter":
		return Link{page.T("plans.charter"), "/charter"}
	case "feature":
		return Link{r.Subject, featureHref(r.Subject)}
	case "rollout": // feature/cohort
		return Link{r.Subject, rolloutHref(first, rest)}
	case "participant": // who is removed has no page any more
		return Link{Text: r.Subject}
	case "participants":
		return Link{r.Subject, participantHref(r.Subject)}
	case "members": // cohort/ref
		return Link{r.Subject, "/cohorts/" + first}
	case "invitations": // kind/subject: number
		id, _, _ := strings.Cut(rest, ":")
		if first == string(contact.ForConsent) {
			return Link{rest, "/cohorts/" + id}
		}
		if first == string(contact.ForPoll) {
			return Link{rest, pollHref(id)}
		}
		return Link{rest, "/surveys/" + id}
	case "staff":
		return Link{who(base.Actor{Kind: base.ActorStaff, ID: r.Subject}), "/settings#team"}
	case "key":
		return Link{who(base.Actor{Kind: base.ActorKey, ID: r.Subject}), "/settings#keys"}
	case "settings":
		return Link{page.T("menu.settings"), "/settings"}
	default:
		return Link{}
	}
}
