package web

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/texts"
)

// consentField begins the names of the fields of the consent words: consent.LANG.PART.
const consentField = "consent."

// consentPart is one part of the consent page.
type consentPart struct {
	name string
	of   func(*cohorts.ConsentText) *string
}

func consentTextParts() []consentPart {
	return []consentPart{
		{"asked", func(t *cohorts.ConsentText) *string { return &t.Asked }},
		{"use", func(t *cohorts.ConsentText) *string { return &t.Use }},
		{"care", func(t *cohorts.ConsentText) *string { return &t.Care }},
		{"stop", func(t *cohorts.ConsentText) *string { return &t.Stop }},
		{"kept", func(t *cohorts.ConsentText) *string { return &t.Kept }},
		{"whom", func(t *cohorts.ConsentText) *string { return &t.Whom }},
	}
}

func (s *Server) settingsForm(c echo.Context) error { return s.show(c, s.settingsPage) }

// settingsPage shows three forms; what was not typed into one of them stands there as it is kept.
func (s *Server) settingsPage(c echo.Context, page Page) (View, error) { return s.settings(c, page) }

func (s *Server) settings(c echo.Context, page Page) (SettingsPage, error) {
	ctx := c.Request().Context()
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return SettingsPage{}, err
	}
	wording, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return SettingsPage{}, err
	}
	typed := page.Form.Values
	if !typed.Has("clinic") {
		page.Form.Values = settingsValues(clinic, wording)
		for field, values := range typed {
			page.Form.Values[field] = values
		}
	}
	v := SettingsPage{
		Page: page, TimeZone: clinic.TimeZone, Consent: s.consentFields(page),
		Roles: roleOptions(page, auth.StaffRoles(), auth.Viewer), KeyRoles: roleOptions(page, auth.KeyRoles(), auth.Viewer),
	}
	v.Wording = page.T("settings.wording_standard")
	if wording.Number > 0 {
		v.Wording = page.T("settings.wording_own", "Number", wording.Number, "Date", page.date(wording.Since))
	}
	if v.Team, err = s.teamRows(ctx, page); err != nil {
		return v, err
	}
	v.Keys, err = s.keyRows(ctx, page)
	return v, err
}

// settingsValues returns what stands in the form of the settings.
func settingsValues(clinic cohorts.Clinic, wording cohorts.ConsentWording) url.Values {
	values := url.Values{"clinic": {clinic.Name}, "clinic_phone": {clinic.Phone}, "languages": clinic.Languages}
	for lang, text := range wording.Texts {
		for _, part := range consentTextParts() {
			values.Set(consentField+lang+"."+part.name, *part.of(&text))
		}
	}
	return values
}

// consentFields returns the parts of the consent page, each with the built-in words in every language.
func (s *Server) consentFields(page Page) []ConsentField {
	var fields []ConsentField
	for _, part := range consentTextParts() {
		f := ConsentField{Heading: page.T(consentField + part.name + ".heading")}
		for _, lang := range texts.Languages() {
			f.Languages = append(f.Languages, ConsentWords{
				Code: lang, Name: languageNames[lang], Field: consentField + lang + "." + part.name,
				Standard: s.texts.In(lang).T(consentField+part.name+".text", "Clinic", page.Clinic, "Phone", page.Phone),
			})
		}
		fields = append(fields, f)
	}
	return fields
}

func roleOptions(page Page, roles []auth.Role, chosen auth.Role) []Option {
	var options []Option
	for _, r := range roles {
		options = append(options, Option{string(r), page.T("role." + string(r)), r == chosen})
	}
	return options
}

func (s *Server) saveSettings(c echo.Context) error {
	words, err := typedConsent(c)
	clinic := cohorts.Clinic{Name: strings.TrimSpace(c.FormValue("clinic")), Phone: strings.TrimSpace(c.FormValue("clinic_phone")), Languages: c.Request().Form["languages"]}
	err = together(renamed(base.Check(clinic), clinicFields), err)
	if err == nil {
		err = s.Cohorts.SaveClinic(c.Request().Context(), clinic, words)
	}
	if err != nil {
		return s.again(c, "/settings", err, s.settingsPage)
	}
	return s.done(c, "/settings", "flash.settings_saved")
}

// typedConsent reads the clinic's own words for the consent page.
func typedConsent(c echo.Context) (map[string]cohorts.ConsentText, error) {
	endings := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	words := map[string]cohorts.ConsentText{}
	var errs []error
	for _, lang := range texts.Languages() {
		var text cohorts.ConsentText
		names := map[string]string{}
		for _, part := range consentTextParts() {
			names[part.name] = consentField + lang + "." + part.name
			*part.of(&text) = strings.TrimSpace(endings.Replace(c.FormValue(names[part.name])))
		}
		words[lang] = text
		errs = append(errs, renamed(base.Check(text), names))
	}
	return words, together(errs...)
}
