package clinic

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
	"soundings/web/auth"
	"soundings/web/page"
)

// SettingsPage shows the clinic's settings in three forms. Fields: "clinic.name", "clinic.phone", "clinic.languages",
// "clinic.bounds[GROUP]" for each group, "clinic.messages_per_week", "clinic.quiet.from", "clinic.quiet.to",
// "clinic.quiet.days", "clinic.news" and "consent.LANG.PART" for each language and part; at /settings/staff "email" and "role"; at /settings/keys "key.name" and
// "key.role".
type SettingsPage struct {
	page.Page
	TimeZone string
	Wording  string       // which consent wording is in use, in words
	Bounds   []page.Field // the fewest people in a figure, by group
	Messages []page.Field // how many somebody gets, and when
	Consent  []consentField
	Keys     []keyRow
	NewKey   string // a key just made, shown once
	Team     []teamRow
	NewLink  string        // a set-up link just made, shown once
	Roles    []page.Option // of staff
	KeyRoles []page.Option
	Proxy    *ProxyNote // nil: each who asks has their own address
	Unsigned string     // headers that the mail server has to sign; empty: it need not, or there is none
}

// signedHeaders are what mail programs want signed before they trust a mail, and offer to end such mail with one click.
const signedHeaders = "From, Reply-To, Subject, Date, To, Message-ID, List-Unsubscribe, List-Unsubscribe-Post"

// Template returns the name of the page's template.
func (SettingsPage) Template() string { return "clinic/settings" }

// SettingsForm shows the settings.
func (s *Settings) SettingsForm(c echo.Context) error { return s.Show(c, s.settingsPage) }

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
	frame.Form.Values = settingsValues(frame.Form.Values, clinic, wording)
	v := SettingsPage{
		Page: frame, TimeZone: clinic.TimeZone, Bounds: boundFields(frame), Messages: messageFields(frame), Wording: frame.T("settings.wording_standard"), Consent: s.consentFields(frame),
		Roles: roleOptions(frame, auth.StaffRoles(), auth.Viewer), KeyRoles: roleOptions(frame, auth.KeyRoles(), auth.Viewer),
	}
	v.Proxy = s.silentProxy(frame)
	if s.Outbox.Post != nil && !s.MailSigned {
		v.Unsigned = signedHeaders
	}
	if wording.Number > 0 {
		v.Wording = frame.T("settings.wording_own", "Number", wording.Number, "Date", frame.Day(wording.Since))
	}
	if v.Team, err = s.teamRows(ctx, frame); err != nil {
		return v, err
	}
	v.Keys, err = s.keyRows(ctx, frame)
	return v, err
}

// settingsValues returns what stands in the three forms: what was typed into one of them, and in the others what is kept.
func settingsValues(typed url.Values, clinic cohorts.Clinic, wording cohorts.ConsentWording) url.Values {
	if typed.Has("clinic.name") {
		return typed
	}
	values := url.Values{"clinic.name": {clinic.Name}, "clinic.phone": {clinic.Phone}, "clinic.languages": clinic.Languages}
	boundValues(values, clinic.Bounds)
	messageValues(values, clinic)
	for lang, text := range wording.Texts {
		for _, part := range cohorts.ConsentParts() {
			values.Set(consentName(lang, part.Name), *part.Of(&text))
		}
	}
	maps.Copy(values, typed)
	return values
}

func roleOptions(frame page.Page, roles []auth.Role, chosen auth.Role) []page.Option {
	var options []page.Option
	for _, r := range roles {
		options = append(options, page.Option{Value: string(r), Text: frame.T("role." + string(r)), Chosen: r == chosen})
	}
	return options
}

// SaveSettings keeps the clinic's settings and its words for the consent page.
func (s *Settings) SaveSettings(c echo.Context) error {
	words, err := typedConsent(c)
	clinic := typedClinic(c)
	bounds, typo := typedBounds(c)
	clinic.Bounds = bounds
	err = page.Together(typedMessages(c, &clinic), under("clinic.", checkClinic(clinic)), typo, err)
	if err == nil {
		err = s.Cohorts.SaveClinic(c.Request().Context(), clinic, words)
	}
	if err != nil {
		return s.Again(c, "/settings", err, s.settingsPage)
	}
	return s.Done(c, "/settings", "flash.settings_saved")
}

// typedClinic reads the clinic's own settings, here and at set-up.
func typedClinic(c echo.Context) cohorts.Clinic {
	return cohorts.Clinic{
		Name: strings.TrimSpace(c.FormValue("clinic.name")), Phone: strings.TrimSpace(c.FormValue("clinic.phone")),
		Languages: c.Request().Form["clinic.languages"],
	}
}

// checkClinic checks the clinic's own settings. The bounds of figures can only be raised.
func checkClinic(clinic cohorts.Clinic) error {
	return page.Together(base.Check(clinic), disclosure.Bounds(clinic.Bounds).Check())
}

// under puts a noun before the fields of a refusal, because a page with several forms has each member by its noun: "key.name"
// is not "clinic.name".
func under(noun string, err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	named := *refusal
	named.Fields = slices.Clone(refusal.Fields)
	for i := range named.Fields {
		named.Fields[i].Name = noun + named.Fields[i].Name
	}
	return &named
}
