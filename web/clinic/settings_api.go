package clinic

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
	"soundings/web/texts"
)

// settingsBody is what PUT /settings takes. What is left out stays as it is.
type settingsBody struct {
	Name      *string                        `json:"name"`
	Phone     *string                        `json:"phone"`
	Languages []string                       `json:"languages"`
	Bounds    map[cohorts.Group]int          `json:"bounds"`            // the fewest people of a group in a figure, raised
	Consent   map[string]cohorts.ConsentText `json:"consent"`           // by language; a part that is empty has the built-in words
	Quiet     *cohorts.Quiet                 `json:"quiet"`             // when nobody is written to
	Messages  *int                           `json:"messages_per_week"` // that one person gets at most; 0: 2
	News      *cohorts.NewsReaders           `json:"news"`              // who may read the news: "public", or "link" for whoever has a personal link
}

// settingsAnswer are the clinic's settings, as the API sends them.
type settingsAnswer struct {
	cohorts.Clinic
	TimeZone string                         `json:"time_zone"`
	Consent  map[string]cohorts.ConsentText `json:"consent"`
}

// APISettings sends the clinic's settings.
func (s *Settings) APISettings(c echo.Context) error {
	clinic, err := s.Cohorts.Clinic(c.Request().Context())
	if err != nil {
		return err
	}
	wording, err := s.Cohorts.ConsentWording(c.Request().Context())
	if err != nil {
		return err
	}
	answer := settingsAnswer{Clinic: clinic, TimeZone: cmp.Or(clinic.TimeZone, s.TimeZone), Consent: map[string]cohorts.ConsentText{}}
	if answer.Languages == nil {
		answer.Languages = texts.Languages()
	}
	for language, text := range wording.Texts {
		if text != (cohorts.ConsentText{}) {
			answer.Consent[language] = text
		}
	}
	return c.JSON(http.StatusOK, answer)
}

// APIPutSettings changes the clinic's settings; the first time it sets the clinic up.
func (s *Settings) APIPutSettings(c echo.Context) error {
	ctx := c.Request().Context()
	b, err := page.Decode[settingsBody](c)
	if err != nil {
		return err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	wording, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return err
	}
	if clinic.Version == 0 {
		clinic.TimeZone, clinic.Languages, clinic.Quiet = s.TimeZone, texts.Languages(), cohorts.Nights()
	}
	b.change(&clinic)
	if b.Consent != nil {
		wording.Texts = b.Consent
	}
	if err := page.Together(checkConsent(b.Consent), checkClinic(clinic)); err != nil {
		return err
	}
	if err := s.Cohorts.SaveClinic(ctx, clinic, wording.Texts); err != nil {
		return err
	}
	return s.APISettings(c)
}

// change changes a clinic's settings where the body says so.
func (b settingsBody) change(clinic *cohorts.Clinic) {
	if b.Name != nil {
		clinic.Name = strings.TrimSpace(*b.Name)
	}
	if b.Phone != nil {
		clinic.Phone = strings.TrimSpace(*b.Phone)
	}
	if b.Languages != nil {
		clinic.Languages = b.Languages
	}
	if b.Bounds != nil {
		clinic.Bounds = b.Bounds
	}
	if b.Quiet != nil {
		clinic.Quiet = *b.Quiet
	}
	if b.Messages != nil {
		clinic.MessagesPerWeek = *b.Messages
	}
	if b.News != nil {
		clinic.News = *b.News
	}
}

// checkConsent checks the clinic's own words by language, each part called as in JSON.
func checkConsent(words map[string]cohorts.ConsentText) error {
	var errs []error
	for language, text := range words {
		switch language {
		case "en", "es":
			errs = append(errs, under(consentName(language, ""), base.Check(text)))
		default:
			errs = append(errs, page.Invalid("consent."+language, "error.oneof", "Choices", "en, es"))
		}
	}
	return page.Together(errs...)
}
