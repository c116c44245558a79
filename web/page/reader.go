package page

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/texts"
)

// The switches that a reader can set on any page, as query parameters and kept in cookies.
const (
	languageSwitch = "lang"
	textSwitch     = "text"
	textLarge      = "large"
	textNormal     = "normal"
	SwitchLife     = 365 * 24 * time.Hour

	switchField = "_switch"         // of a form, in place of the parameters
	keeps       = "soundings_keeps" // of a request whose form may be sent by a switch
)

// LanguageNames are what languages are called in themselves.
var LanguageNames = map[string]string{"en": "English", "es": "Español"}

// Switches takes ?lang= and ?text= from a page's address, remembers them, and shows the page again without them.
func (s *Site) Switches(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		query := r.URL.Query()
		if r.Method != http.MethodGet || !query.Has(languageSwitch) && !query.Has(textSwitch) {
			return next(c)
		}
		for _, name := range []string{languageSwitch, textSwitch} {
			if query.Has(name) {
				s.remember(c, name, query.Get(name))
				query.Del(name)
			}
		}
		to := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
		return c.Redirect(http.StatusSeeOther, auth.Next(to.String()))
	}
}

// Sent returns what was typed into the form of a page that Keeps it, and whether it was sent by a switch, as "lang=es" or
// "text=large": then nothing else is meant.
func (s *Site) Sent(c echo.Context) (form url.Values, switched bool, err error) {
	if form, err = c.FormParams(); err != nil {
		return nil, false, base.Refuse(base.Invalid, "error.form")
	}
	c.Set(keeps, true)
	name, value, _ := strings.Cut(form.Get(switchField), "=")
	form.Del(switchField)
	if name != languageSwitch && name != textSwitch {
		return form, false, nil
	}
	s.remember(c, name, value)
	return form, true, nil
}

// remember keeps how a reader set a switch, if it is one of its settings.
func (s *Site) remember(c echo.Context, name, value string) {
	settings := texts.Languages()
	if name == textSwitch {
		settings = []string{textLarge, textNormal}
	}
	if !slices.Contains(settings, value) {
		return
	}
	s.Remember(c, "soundings_"+name, value, SwitchLife)
	c.Set("soundings_"+name, value) // for a page that answers the form itself
}

// switched returns how a reader set a switch.
func (s *Site) switched(c echo.Context, name string) string {
	if now, ok := c.Get("soundings_" + name).(string); ok {
		return now
	}
	return s.Remembered(c, "soundings_"+name)
}

// Page returns what every page says around its own content. The language is the one that the reader switched to, else
// the participant's, which may be empty, else the browser's.
func (s *Site) Page(c echo.Context, participant string) (Page, error) {
	clinic, err := s.Cohorts.Clinic(c.Request().Context())
	if err != nil {
		return Page{}, err
	}
	s.clinic.Store(&clinic)
	p := s.frame(c, clinic, participant)
	if s.Help != nil && s.Help.AnyHelp(c.Request().Context()) {
		p.Help = HelpPath
	}
	return p, nil
}

// frame is Page for a clinic with these settings.
func (s *Site) frame(c echo.Context, clinic cohorts.Clinic, participant string) Page {
	languages := clinic.Languages
	if len(languages) == 0 {
		languages = texts.Languages()
	}
	language := texts.Match(c.Request().Header.Get("Accept-Language"), languages)
	for _, wish := range []string{participant, s.switched(c, languageSwitch)} {
		if slices.Contains(languages, wish) {
			language = wish
		}
	}
	p := Page{
		Printer: s.Texts.In(language), Clinic: clinic.Name, Phone: clinic.Phone, Path: c.Request().URL.Path, Demo: clinic.Demo,
		Larger: s.switched(c, textSwitch) == textLarge, Zone: ZoneOf(clinic.TimeZone),
	}
	switch {
	case clinic.NewsSince.IsZero():
	case clinic.News == cohorts.NewsByLink:
		p.newsByLink = true
	default:
		p.News = "/news"
	}
	if r := c.Request(); r.Method == http.MethodGet {
		p.Asked = r.URL.Query()
	}
	for _, l := range languages {
		p.Languages = append(p.Languages, Language{Code: l, Name: LanguageNames[l]})
	}
	p.Kiosk = s.Kiosk(c)
	if who := auth.WhoFrom(c.Request().Context()); who.Known() {
		p.Nearby, p.Grafana = s.nearby(), s.GrafanaURL
		p.Staff = &Staff{
			Name: who.Staff.Name, Role: p.T("role." + string(who.Role)),
			Writes: who.Role.Covers(auth.Member), Manages: who.Role.Covers(auth.Manager),
		}
	}
	return p
}

// ZoneOf returns a time zone by its IANA name; of an unknown one UTC.
func ZoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Language is one choice of the language switch.
type Language struct {
	Code string // "es"
	Name string // in itself: "Español"
}

// Offered returns the languages that the clinic's pages can be in, as choices.
func (p Page) Offered() []Option {
	var all []Option
	for _, code := range texts.Languages() {
		all = append(all, Option{Value: code, Text: p.T("language." + code)})
	}
	return all
}

// LanguageHref returns where this same page is in another language.
func (p Page) LanguageHref(code string) string { return p.switchTo(languageSwitch, code) }

// TextHref returns where this same page is in the size of text that it is not in.
func (p Page) TextHref() string {
	if p.Larger {
		return p.switchTo(textSwitch, textNormal)
	}
	return p.switchTo(textSwitch, textLarge)
}

// switchTo returns the address of this page, with a switch before its own parameters.
func (p Page) switchTo(name, value string) string {
	to := Address(p.Path, name, value)
	if asked := p.Asked.Encode(); asked != "" {
		to += "&" + asked
	}
	return to
}

// Others returns the languages that the reader can switch to.
func (p Page) Others() []Language {
	var others []Language
	for _, l := range p.Languages {
		if l.Code != p.Lang() {
			others = append(others, l)
		}
	}
	return others
}

// Codes returns the clinic's languages, as "es".
func (p Page) Codes() []string {
	codes := make([]string, len(p.Languages))
	for i, l := range p.Languages {
		codes[i] = l.Code
	}
	return codes
}
