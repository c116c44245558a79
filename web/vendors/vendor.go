package vendors

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/surveys/board"
	"soundings/web/page"
)

// VendorPage shows the vendor's card and its releases.
type VendorPage struct {
	page.Page
	Head     page.Head
	Unknown  bool // nothing was written yet
	People   page.Table
	Tickets  page.Link
	Contract []page.Fact
	Text     string // of the contract
	Releases page.Table
}

// Template returns the name of the page's template.
func (VendorPage) Template() string { return "vendors/vendor" }

// Addresses of this room.
const (
	vendorPath = "/vendor"
	editPath   = "/vendor/edit"
)

// ShowVendor shows the card.
func (s *Pages) ShowVendor(c echo.Context) error { return s.Show(c, s.vendorPage) }

func (s *Pages) vendorPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	v, err := s.Plans.Vendor(ctx)
	if err != nil {
		return nil, err
	}
	today, err := s.Plans.Today(ctx)
	if err != nil {
		return nil, err
	}
	shown := newVendorPage(frame, v, today.Day)
	shown.Releases, err = s.releaseTable(ctx, frame, today.Day)
	return shown, err
}

func newVendorPage(frame page.Page, v plan.Vendor, today time.Time) VendorPage {
	shown := VendorPage{
		Page: frame, Head: page.Head{Printer: frame.Printer, Above: page.Link{Text: frame.T("menu.team"), Href: "/team"}, Name: frame.T("vendor.title")},
		Unknown: v.Unknown(), Text: v.Contract.Text,
		People: page.Table{Caption: frame.T("vendor.people"), Empty: frame.T("vendor.no_people"), Columns: []page.Column{
			{Name: frame.T("vendor.person")}, {Name: frame.T("vendor.role")}, {Name: frame.T("vendor.phone")}, {Name: frame.T("field.email")},
		}},
	}
	if frame.Writes() {
		shown.Head.Next = page.Act{Text: frame.T("vendor.change"), Href: editPath}
	}
	if shown.Unknown {
		return shown
	}
	shown.Head.Name = v.Name
	if v.Hours != "" {
		shown.Head.Facts = append(shown.Head.Facts, page.Fact{Label: frame.T("vendor.hours"), Value: v.Hours})
	}
	for _, p := range v.People {
		email := page.Cell{Text: p.Email}
		if p.Email != "" {
			email.Href = "mailto:" + p.Email
		}
		shown.People.Rows = append(shown.People.Rows, []page.Cell{{Text: p.Name}, {Text: p.Role}, {Text: p.Phone}, email})
	}
	if v.Tickets != "" {
		shown.Tickets = page.Link{Text: v.Tickets}
		if !strings.Contains(v.Tickets, plan.TicketPlace) { // else it leads nowhere without a number
			shown.Tickets.Href = v.Tickets
		}
	}
	shown.Contract = contractFacts(frame, v.Contract, today)
	return shown
}

// contractFacts says until when a contract goes, and until when notice can be given.
func contractFacts(frame page.Page, c plan.Contract, today time.Time) []page.Fact {
	if c.Ends.IsZero() {
		return nil
	}
	ends := "vendor.ends"
	if c.Ends.Before(today) {
		ends = "vendor.ended"
	}
	all := []page.Fact{{Label: frame.T(ends), Value: frame.Date(c.Ends)}}
	if by := c.NoticeBy(); !by.IsZero() {
		all = append(all, page.Fact{Label: frame.T("vendor.notice_by"), Value: frame.Date(by)})
	}
	return all
}

// releaseTable lists every release, the latest first.
func (s *Pages) releaseTable(ctx context.Context, frame page.Page, today time.Time) (page.Table, error) {
	t := newReleaseTable(frame)
	releases, err := s.Plans.Entries(ctx, plan.Release)
	if err != nil {
		return t, err
	}
	promised, err := s.Promises.Of(ctx, releases...)
	if err != nil {
		return t, err
	}
	known, err := s.names(ctx, frame)
	for _, e := range slices.Backward(releases) {
		t.Rows = append(t.Rows, releaseRow(frame, known, e, promised[e.ID], today))
	}
	return t, err
}

func newReleaseTable(frame page.Page) page.Table {
	return page.Table{Caption: frame.T("plans.kind.release"), Empty: frame.T("vendor.no_releases"), Columns: []page.Column{
		{Name: frame.T("vendor.release")}, {Name: frame.T("plans.date")}, {Name: frame.T("plans.touches")}, {Name: frame.T("vendor.mended")},
	}}
}

// releaseRow is one release: how many of the bumps that it is to mend are mended stands in its last column.
func releaseRow(frame page.Page, known names, e plan.Entry, promised []board.Promise, today time.Time) []page.Cell {
	mended := page.Cell{}
	if n := len(promised); n > 0 {
		done := len(slices.DeleteFunc(slices.Clone(promised), func(p board.Promise) bool { return !p.Mended() }))
		mended.Text = frame.T("vendor.mended_of", "N", done, "Of", n)
		if done < n && e.Date.Before(today) {
			mended.State, mended.Text = page.Badge{Text: mended.Text, Look: "waiting"}, ""
		}
	}
	return []page.Cell{{Text: e.Title, Href: page.ReleaseHref(e.ID)}, {Text: frame.Date(e.Date)}, {Text: known.of(e.Touches)}, mended}
}
