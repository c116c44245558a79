package clinic

import (
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
	"soundings/web/texts"
)

// consentField is one part of the consent page, to be put in the clinic's own words.
type consentField struct {
	Heading   string
	Languages []consentWords
}

// consentWords are a part's words in one language. Standard is what stands there otherwise.
type consentWords struct {
	Code     string
	Name     string
	Field    string
	Standard string
}

// consentName returns the name of the field with a part's words in one language: "consent.en.care".
func consentName(lang, part string) string { return "consent." + lang + "." + part }

// consentFields returns the parts of the consent page, each with the built-in words in every language.
func (s *Settings) consentFields(frame page.Page) []consentField {
	var fields []consentField
	for _, part := range cohorts.ConsentParts() {
		f := consentField{Heading: frame.T("consent." + part.Name + ".heading")}
		for _, lang := range texts.Languages() {
			f.Languages = append(f.Languages, consentWords{
				Code: lang, Name: page.LanguageNames[lang], Field: consentName(lang, part.Name),
				Standard: s.Texts.In(lang).T("consent."+part.Name+".text", "Clinic", frame.Clinic, "Phone", frame.Phone),
			})
		}
		fields = append(fields, f)
	}
	return fields
}

// typedConsent reads the clinic's own words for the consent page.
func typedConsent(c echo.Context) (map[string]cohorts.ConsentText, error) {
	endings := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	words := map[string]cohorts.ConsentText{}
	var errs []error
	for _, lang := range texts.Languages() {
		var text cohorts.ConsentText
		for _, part := range cohorts.ConsentParts() {
			*part.Of(&text) = strings.TrimSpace(endings.Replace(c.FormValue(consentName(lang, part.Name))))
		}
		words[lang] = text
		errs = append(errs, under(consentName(lang, ""), base.Check(text)))
	}
	return words, page.Together(errs...)
}
