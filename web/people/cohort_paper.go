package people

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// PrintConsent shows the consent form of a cohort to print: for one member by ref, for all who have not answered, or blank.
func (s *Cohorts) PrintConsent(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		wording, err := s.Cohorts.ConsentWording(ctx)
		if err != nil {
			return nil, err
		}
		view := page.PaperPage{Page: frame, Subject: page.Link{Text: cohort.Name.In(frame.Lang()), Href: "/cohorts/" + cohort.ID}, Blanks: frame.BlankLinks()}
		var wrong error
		fill := func(sheet *page.PaperSheet, p cohorts.Participant) {
			sheet.Reads = s.Readable(sheet.Reads, cohort, wording)
			wrong = page.Together(wrong, consentSheet(sheet, cohort, wording, p))
		}
		if c.QueryParam("blank") != "" {
			view = s.BlankSheets(c, view, fill)
			return view, wrong
		}
		asked, err := s.unanswered(c, cohort.ID)
		if err != nil {
			return nil, err
		}
		view, err = s.PaperSheets(c, view, asked, fill)
		return view, page.Together(err, wrong)
	})
}

// unanswered returns a page of those who have not answered whether they take part, or the one whom the address names.
func (s *Cohorts) unanswered(c echo.Context, cohort string) (base.Page[contact.Invitation], error) {
	ref := c.QueryParam("ref")
	if ref == "" {
		return s.Contact.Unanswered(c.Request().Context(), cohort, c.QueryParam("after"), page.SheetsLength)
	}
	i, ok, err := s.Contact.AskedNow(c.Request().Context(), contact.ForConsent, cohort, ref)
	if err == nil && (!ok || !i.Open(s.Contact.Now())) {
		err = base.Refuse(base.Conflict, "link.ref_not_invited", "Ref", ref)
	}
	return base.Page[contact.Invitation]{Items: []contact.Invitation{i}}, err
}

// consentSheet writes on a sheet what its reader is asked to agree to.
func consentSheet(sheet *page.PaperSheet, cohort cohorts.Cohort, wording cohorts.ConsentWording, p cohorts.Participant) error {
	words, err := page.ConsentWords(sheet.Reads, cohort, wording)
	if err != nil {
		return err
	}
	sheet.Title, sheet.Consent = words.Title, &page.PaperConsent{Parts: words.Parts}
	if p.Minor {
		for _, said := range []cohorts.Assent{cohorts.AssentYes, cohorts.AssentNo, cohorts.AssentYoung} {
			sheet.Consent.Assent = append(sheet.Consent.Assent, sheet.Reads.T("consent.assent."+string(said)))
		}
	}
	return nil
}

func exampleConsentForm(frame page.Page) page.PaperPage {
	cohort := cohorts.Cohort{Name: base.Words{"en": "Secure messaging, spring", "es": "Mensajes seguros, primavera"}, Months: 6}
	sheet := page.PaperSheet{Reads: frame, Who: "Ann Lee", Ref: "P-0001", Code: "7K3M-Q9TX-2V8D-HW5E"}
	sheet.Reads.Proxy, sheet.Reads.For = true, "Lucía"
	_ = consentSheet(&sheet, cohort, cohorts.ConsentWording{}, cohorts.Participant{Minor: true}) // without its words an example shows none
	return page.PaperPage{Page: frame, Subject: page.Link{Text: "Secure messaging", Href: "/cohorts/messaging"}, Home: "beta.harborstreet.example", Sheets: []page.PaperSheet{sheet}, Blanks: frame.BlankLinks()}
}
