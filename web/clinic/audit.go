package clinic

import (
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// auditReach is how many records one search looks through, so that rare words do not read the whole audit. The next page
// goes on from there.
const auditReach = 1000

// AuditPage lists what was done, the latest first; the filter row sends q, kind, who, from and to.
type AuditPage struct {
	page.Page
	Query    string
	Kinds    []page.Option
	Actors   []page.Option
	From, To string // days
	Rows     []auditRow
	Pager    page.Pager
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
	Count   string // of what was taken; empty: nothing was, or nobody counted
}

// auditKinds are the kinds of acts that the page tells apart, with the nouns that theirs begin with.
var auditKinds = []struct {
	name  string
	nouns []string
}{
	{"doors", []string{"session", "staff", "setup_link", "key"}},
	{"taken", []string{"export", "links", "data"}},
	{"people", []string{"participants", "participant", "members", "cohort", "answers", "import", "address"}},
	{"asked", []string{"survey", "poll", "invitations", "response", "protocol", "outbox", "asking"}},
	{"portal", []string{"feature", "rollout", "plan", "charter", "help", "workflow", "team", "vendor", "events"}},
	{"heard", []string{"bump", "board"}},
	{"clinic", []string{"settings", "audit", "webhook"}},
}

// auditFilter is which records are wanted.
type auditFilter struct {
	nouns    []string // none: all
	who      base.Actor
	from, to time.Time
}

// ShowAudit lists the audit, or the acts in it that a search finds.
func (s *Settings) ShowAudit(c echo.Context) error { return s.Show(c, s.auditPage) }

func (s *Settings) auditPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	who, known, err := s.Actors(ctx, frame)
	if err != nil {
		return nil, err
	}
	v := AuditPage{Page: frame, Query: strings.TrimSpace(c.QueryParam("q")), From: c.QueryParam("from"), To: c.QueryParam("to")}
	v.Actors = actorOptions(c, frame, who, known)
	wanted, err := v.wanted(c)
	if err != nil {
		return nil, err
	}
	after := c.QueryParam("after")
	for read := 0; read < auditReach && len(v.Rows) < page.ListLength; read += page.ListLength {
		records, err := s.Audit.Audit(ctx, wanted.from, wanted.to, after, page.ListLength)
		if err != nil {
			return nil, err
		}
		for _, r := range records.Items {
			if row := newAuditRow(frame, r, who); wanted.has(r) && row.has(v.Query) {
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

// wanted reads the filter of an address, and offers its kinds.
func (v *AuditPage) wanted(c echo.Context) (f auditFilter, err error) {
	v.Kinds = []page.Option{{Text: v.T("list.all")}}
	for _, k := range auditKinds {
		chosen := k.name == c.QueryParam("kind")
		v.Kinds = append(v.Kinds, page.Option{Value: k.name, Text: v.T("audit.kind." + k.name), Chosen: chosen})
		if chosen {
			f.nouns = k.nouns
		}
	}
	kind, id, _ := strings.Cut(c.QueryParam("who"), ":")
	f.who = base.Actor{Kind: base.ActorKind(kind), ID: id}
	if f.from, err = v.day("from", v.From, 0); err == nil {
		f.to, err = v.day("to", v.To, 1)
	}
	return f, err
}

// day returns when a day begins at the clinic, or one that is so many days later; of no day no moment.
func (v *AuditPage) day(field, typed string, later int) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, typed, v.Zone)
	if err != nil {
		return day, page.Invalid(field, "error.date")
	}
	return day.AddDate(0, 0, later), nil
}

// actorOptions offers everybody of the team, every key, and who is none of them.
func actorOptions(c echo.Context, frame page.Page, who func(base.Actor) string, known []base.Actor) []page.Option {
	all := []page.Option{{Text: frame.T("list.all")}}
	for _, a := range append(known, base.Actor{Kind: base.ActorStranger}, base.Actor{Kind: base.ActorSystem}) {
		value := string(a.Kind) + ":" + a.ID
		all = append(all, page.Option{Value: value, Text: who(a), Chosen: value == c.QueryParam("who")})
	}
	return all
}

// has reports whether a record is wanted, whatever its words are.
func (f auditFilter) has(r base.AuditRecord) bool {
	noun, _, _ := strings.Cut(r.Act, ".")
	return (f.nouns == nil || slices.Contains(f.nouns, noun)) && (f.who.Kind == "" || f.who == r.By)
}

// has reports whether a row has the words that were searched for.
func (r auditRow) has(query string) bool {
	return strings.Contains(strings.ToLower(r.Who+" "+r.What+" "+r.Subject.Text+" "+r.From), strings.ToLower(query))
}

func newAuditRow(frame page.Page, r base.AuditRecord, who func(base.Actor) string) auditRow {
	row := auditRow{At: frame.Time(r.At), Who: who(r.By), What: frame.T("act." + r.Act), Subject: subjectLink(frame, r, who), From: r.From}
	if r.Count > 0 {
		row.Count = frame.Int(r.Count)
	}
	return row
}
