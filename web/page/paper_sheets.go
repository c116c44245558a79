package page

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// SheetsLength is how many people a page of sheets to print has at most.
const SheetsLength = 100

// PaperPage is questionnaires or consent forms to print, one for each person, or a blank one.
type PaperPage struct {
	Page
	Subject Link // the survey or cohort
	Home    string
	Sheets  []PaperSheet
	Blanks  []Link // a sheet of nobody, in each language
	Note    string // what cannot be done with the sheets; empty: nothing
	Pager   Pager
}

// Template returns the name of the page's template.
func (PaperPage) Template() string { return "page/paper" }

// PaperSheet is what one person gets to fill in.
type PaperSheet struct {
	Reads     Page   // in their language
	Who       string // who answers, by name; empty: a sheet of nobody
	Ref       string
	QR        template.HTML // of their link
	Code      string        // in fours
	Title     string
	FreeText  bool // it asks for people's own words, and says first that it is not for medical help
	Questions []PaperQuestion
	Consent   *PaperConsent // what they are asked to agree to; nil: it is a questionnaire
}

// PaperConsent is what stands on a consent form.
type PaperConsent struct {
	Parts  []cohorts.CopyPart
	Assent []string // what a minor may have said; none: it is no minor
}

// PaperSheets makes a sheet for each invitation, in the order of refs, and keeps a trace of the links on them; fill writes on
// one what is asked.
func (s *Site) PaperSheets(c echo.Context, v PaperPage, asked base.Page[contact.Invitation], fill func(*PaperSheet, cohorts.Participant)) (PaperPage, error) {
	slices.SortFunc(asked.Items, func(a, b contact.Invitation) int { return strings.Compare(a.Ref, b.Ref) })
	var refs []string
	for _, i := range asked.Items {
		refs = append(refs, i.Ref, i.By().ID)
	}
	people, err := s.Cohorts.People(c.Request().Context(), refs...)
	if err != nil {
		return v, err
	}
	_, v.Home, _ = strings.Cut(s.BaseURL, "://")
	v.Pager = v.PagerOf(c, asked.Next)
	for _, i := range asked.Items {
		sheet := PaperSheet{Reads: s.ReadIn(v.Page, i.Language), Who: cmp.Or(people[i.By().ID].Name, i.By().ID), Ref: i.Ref, Code: s.Contact.Token(i)}
		sheet.Reads.Proxy, sheet.Reads.For = i.Proxy != "", GivenName(people[i.Ref].Name)
		if sheet.QR, err = QRPicture(s.LinkOf(i), sheet.Reads.T("paper.qr")); err != nil {
			return v, err
		}
		fill(&sheet, people[i.Ref])
		v.Sheets = append(v.Sheets, sheet)
	}
	return v, s.TookLinks(c, v.Subject.Href, len(v.Sheets))
}

// BlankSheets makes a sheet of nobody in the language that the page's address asks for, and offers it in the others.
func (s *Site) BlankSheets(c echo.Context, v PaperPage, fill func(*PaperSheet, cohorts.Participant)) PaperPage {
	sheet := PaperSheet{Reads: s.ReadIn(v.Page, c.QueryParam("language"))}
	fill(&sheet, cohorts.Participant{})
	v.Sheets = []PaperSheet{sheet}
	return v
}

// ReadIn returns a frame in one of the clinic's languages; in any other it stays as it is.
func (s *Site) ReadIn(frame Page, language string) Page {
	if slices.Contains(frame.Codes(), language) {
		frame.Printer = s.Texts.In(language)
	}
	return frame
}

// BlankLinks offers a sheet of nobody in each language of the clinic.
func (p Page) BlankLinks() []Link {
	var all []Link
	for _, l := range p.Languages {
		all = append(all, Link{p.T("onpaper.blank_in", "Language", p.T("language."+l.Code)), p.Path + "?blank=yes&language=" + l.Code})
	}
	return all
}

// GivenName returns the first of somebody's names, also of one that is written as in "Vega, Lucía": what a person gets to read
// says whose care is meant, and no more.
func GivenName(name string) string {
	if _, given, turned := strings.Cut(name, ","); turned {
		name = given
	}
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
