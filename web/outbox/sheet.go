package outbox

import (
	"html/template"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// sheetsPage is letters as they are printed.
type sheetsPage struct {
	page.Page
	Batch  string
	Paper  string
	Strips bool
	Papers []choice // each with the address of this page on it
	Forms  []choice
	Left   int             // people who need no letter any more
	Long   int             // addresses that do not fit into the window
	Pages  [][]letterSheet // one letter each, or the strips of one page
}

func (sheetsPage) Template() string { return "outbox/sheets" }

// choice is a way to print, with the address at which it is shown.
type choice struct {
	page.Link
	Current bool
}

// The papers, by their names in the stylesheet.
const (
	paperUS = "us"
	paperA4 = "a4"
)

// stripsAPage is how many strips are on one page.
const stripsAPage = 3

// letterSheet is one letter. It tells no more than the clinic's name and telephone, and that there are questions.
type letterSheet struct {
	Lang         string
	Clinic       string
	Name         string
	Address      []string // with the name
	Small        bool     // the address is in small type, so that it is within the window
	Lead, Takes  string
	Until        string
	Scan, ByHand string
	QR           template.HTML
	Home, Code   string
	Call, Stop   string
}

// ShowSheets shows the letters of a batch, to print: "paper", "as".
func (s *Pages) ShowSheets(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		b, err := s.batch(c, contact.ByLetter, c.Param("batch"))
		if err != nil {
			return nil, err
		}
		clinic, err := s.Cohorts.Clinic(c.Request().Context())
		if err != nil {
			return nil, err
		}
		sheets, left, err := s.Outbox.Sheets(c.Request().Context(), b)
		if err != nil {
			return nil, err
		}
		v := sheetsPage{Page: frame, Batch: b.ID, Paper: paperUS, Strips: c.QueryParam("as") == "strips", Left: left}
		if c.QueryParam("paper") == paperA4 {
			v.Paper = paperA4
		}
		v.offer()
		all := make([]letterSheet, len(sheets))
		for n, sheet := range sheets {
			if all[n], err = s.letter(clinic, sheet, s.Contact.Token(sheet.Invitation)); err != nil {
				return nil, err
			}
			if len(all[n].Address) > smallLines {
				v.Long++
			}
		}
		v.Pages = pagesOf(all, v.Strips)
		return v, s.TookLinks(c, address(contact.ByLetter), len(all))
	})
}

// offer fills in the ways to print.
func (v *sheetsPage) offer() {
	at := func(paper, as string) string { return "/outbox/letters/" + v.Batch + "?paper=" + paper + "&as=" + as }
	as := "sheets"
	if v.Strips {
		as = "strips"
	}
	for _, paper := range []string{paperUS, paperA4} {
		v.Papers = append(v.Papers, choice{page.Link{Text: v.T("letters.paper." + paper), Href: at(paper, as)}, paper == v.Paper})
	}
	for _, form := range []string{"sheets", "strips"} {
		v.Forms = append(v.Forms, choice{page.Link{Text: v.T("letters.as." + form), Href: at(v.Paper, form)}, form == as})
	}
}

// pagesOf parts letters into pages.
func pagesOf(all []letterSheet, strips bool) [][]letterSheet {
	size := 1
	if strips {
		size = stripsAPage
	}
	return slices.Collect(slices.Chunk(all, size))
}

// letter writes a letter in the language of who gets it.
func (s *Room) letter(clinic cohorts.Clinic, sheet contact.Sheet, code string) (letterSheet, error) {
	i := sheet.Invitation
	p := s.Texts.In(clinic.Speaks(i.Language))
	lead, scan := "mail.lead", "letter.scan"
	switch i.Kind {
	case contact.ForConsent:
		lead = "mail.invites"
	case contact.ForAnnouncement:
		lead, scan = "mail.tells", "letter.scan_news"
	}
	l := letterSheet{
		Lang: p.Lang(), Clinic: clinic.Name, Name: sheet.Person.Name, Lead: p.T(lead, "Clinic", clinic.Name), Takes: p.T("mail.takes"), Scan: p.T(scan),
		ByHand: p.T("mail.by_hand"), Code: code, Call: p.T("mail.call", "Clinic", clinic.Name, "Phone", clinic.Phone), Stop: p.T("letter.stop"),
	}
	if sheet.Message.Again() {
		l.Lead = p.T("mail.again") + " " + l.Lead
	}
	if until := i.LastDay(); !until.IsZero() {
		l.Until = p.T("mail.until", "Day", p.Date(until.In(clinic.Zone())))
	}
	l.Address, l.Small = inWindow(append([]string{sheet.Person.Name}, sheet.Person.Address.Lines()...))
	_, l.Home, _ = strings.Cut(s.BaseURL, "://")
	var err error
	l.QR, err = page.QRPicture(s.BaseURL+"/s/"+code, p.T("letter.qr"))
	return l, err
}
