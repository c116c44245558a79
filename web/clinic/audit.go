package clinic

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// auditReach is how many records one search looks through, so that rare words do not read the whole audit. The next page
// goes on from there.
const auditReach = 1000

// AuditPage lists what was done, the latest first; the filter row sends q.
type AuditPage struct {
	page.Page
	Query string
	Rows  []auditRow
	Pager page.Pager
}

// Template returns the name of the page's template.
func (AuditPage) Template() string { return "clinic/audit" }

// auditRow is one act.
type auditRow struct {
	At      string
	Who     string
	What    string
	Subject page.Link
	From    string
}

// ShowAudit lists the audit, or the acts in it that a search finds.
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
			if row := newAuditRow(frame, r, who); row.has(v.Query) {
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

// has reports whether a row has the words that were searched for.
func (r auditRow) has(query string) bool {
	return strings.Contains(strings.ToLower(r.Who+" "+r.What+" "+r.Subject.Text+" "+r.From), strings.ToLower(query))
}

func newAuditRow(frame page.Page, r base.AuditRecord, who func(base.Actor) string) auditRow {
	return auditRow{At: frame.Time(r.At), Who: who(r.By), What: frame.T("act." + r.Act), Subject: subjectLink(frame, r, who), From: r.From}
}
