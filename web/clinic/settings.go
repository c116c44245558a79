package clinic

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
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

func (s *Settings) SettingsForm(c echo.Context) error { return s.Show(c, s.settingsPage) }

// settingsPage shows three forms; what was not typed into one of them stands there as it is kept.
func (s *Settings) settingsPage(c echo.Context, frame page.Page) (page.View, error) {
	return s.settings(c, frame)
}

func (s *Settings) settings(c echo.Context, frame page.Page) (SettingsPage, error) {
	ctx := c.Request().Context()
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return SettingsPage{}, err
	}
	wording, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return SettingsPage{}, err
	}
	typed := frame.Form.Values
	if !typed.Has("clinic") {
		frame.Form.Values = settingsValues(clinic, wording)
		for field, values := range typed {
			frame.Form.Values[field] = values
		}
	}
	v := SettingsPage{
		Page: frame, TimeZone: clinic.TimeZone, Consent: s.consentFields(frame),
		Roles: roleOptions(frame, auth.StaffRoles(), auth.Viewer), KeyRoles: roleOptions(frame, auth.KeyRoles(), auth.Viewer),
	}
	v.Wording = frame.T("settings.wording_standard")
	if wording.Number > 0 {
		v.Wording = frame.T("settings.wording_own", "Number", wording.Number, "Date", frame.Day(wording.Since))
	}
	if v.Team, err = s.teamRows(ctx, frame); err != nil {
		return v, err
	}
	v.Keys, err = s.keyRows(ctx, frame)
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
func (s *Settings) consentFields(frame page.Page) []ConsentField {
	var fields []ConsentField
	for _, part := range consentTextParts() {
		f := ConsentField{Heading: frame.T(consentField + part.name + ".heading")}
		for _, lang := range texts.Languages() {
			f.Languages = append(f.Languages, ConsentWords{
				Code: lang, Name: page.LanguageNames[lang], Field: consentField + lang + "." + part.name,
				Standard: s.Texts.In(lang).T(consentField+part.name+".text", "Clinic", frame.Clinic, "Phone", frame.Phone),
			})
		}
		fields = append(fields, f)
	}
	return fields
}

func roleOptions(frame page.Page, roles []auth.Role, chosen auth.Role) []page.Option {
	var options []page.Option
	for _, r := range roles {
		options = append(options, page.Option{Value: string(r), Text: frame.T("role." + string(r)), Chosen: r == chosen})
	}
	return options
}

func (s *Settings) SaveSettings(c echo.Context) error {
	words, err := typedConsent(c)
	clinic := cohorts.Clinic{Name: strings.TrimSpace(c.FormValue("clinic")), Phone: strings.TrimSpace(c.FormValue("clinic_phone")), Languages: c.Request().Form["languages"]}
	err = page.Together(page.Renamed(base.Check(clinic), clinicFields), err)
	if err == nil {
		err = s.Cohorts.SaveClinic(c.Request().Context(), clinic, words)
	}
	if err != nil {
		return s.Again(c, "/settings", err, s.settingsPage)
	}
	return s.Done(c, "/settings", "flash.settings_saved")
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
		errs = append(errs, page.Renamed(base.Check(text), names))
	}
	return words, page.Together(errs...)
}
