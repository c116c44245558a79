package answer

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/web/page"
)

// Bumps are the pages on which people without an account report what went wrong, and follow what comes of it.
type Bumps struct {
	*Pages
	Rollouts *rollout.Service
	Pictures *page.Turns // of requests with a picture
}

// Requests with a picture: so many at once, each read for so long over a slow line, and let in after so long.
const (
	picturesAtOnce = 6
	pictureRead    = 2 * time.Minute
	pictureWait    = 45 * time.Second
)

// NewBumps returns these pages.
func NewBumps(of *Pages, rollouts *rollout.Service) Bumps {
	return Bumps{Pages: of, Rollouts: rollouts, Pictures: page.NewTurns(picturesAtOnce, pictureRead, pictureWait, "bump.pictures_busy")}
}

// BumpPage is where somebody reports a bump. It posts "text", "feature" and "call" to Path, with _key as it is here and answer=yes
// where it began with what they wrote in a survey.
type BumpPage struct {
	page.Page
	Key    string
	Code   bool          // by the code of the break room: nobody knows who reports
	Places []page.Option // where it may have been
}

// Template returns the name of the page's template.
func (BumpPage) Template() string { return "answer/bump" }

// Keeps keeps what was typed when the reader switches.
func (BumpPage) Keeps() string { return "send" }

// AlikePage offers bumps that are alike before a report is kept. It posts what was typed, and join=ID, or _action with another or
// back.
type AlikePage struct {
	page.Page
	Alike []AlikeBump
	Wrote string            // what they wrote
	Typed []page.TypedField // all that was typed
}

// AlikeBump is one of those, as others are shown it.
type AlikeBump struct{ ID, Text string }

// Template returns the name of the page's template.
func (AlikePage) Template() string { return "answer/alike" }

// Keeps keeps what was typed when the reader switches; the Enter key chooses nothing.
func (AlikePage) Keeps() string { return "back" }

// reporter is who comes to report: by a personal link, or by the code of the break room; or by a receipt, to follow a report.
type reporter struct {
	link    contact.Invitation // zero: by a code or a receipt
	report  board.Report       // that a receipt is of
	bump    board.Bump         // its card
	follows bool
}

// whose returns the ref of who comes; empty: nobody knows.
func (r reporter) whose() string {
	if r.follows {
		return r.report.Ref
	}
	return r.link.Ref
}

// reporter returns who comes by the token in the address, or NotFound.
func (s Bumps) reporter(c echo.Context) (r reporter, err error) {
	ctx, token := c.Request().Context(), c.Param("token")
	r.link, err = s.Contact.Invitation(ctx, token)
	if !base.IsCode(err, base.NotFound) {
		return r, err
	}
	r.report, r.bump, err = s.Board.ByReceipt(ctx, token)
	if r.follows = err == nil; !base.IsCode(err, base.NotFound) {
		return r, err
	}
	if is, failed := s.Board.IsCode(ctx, token); is || failed != nil {
		return r, failed
	}
	return r, err
}

// AtKiosk keeps a kiosk to the pages of who typed their code at its start.
func (s Bumps) AtKiosk(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Kiosk(c)
		if start == "" {
			return next(c)
		}
		who, err := s.reporter(c)
		if err != nil && !base.IsCode(err, base.NotFound) {
			return err
		}
		if err != nil || who.whose() == "" || !s.SitsAtKiosk(c, who.whose()) {
			return c.Redirect(http.StatusSeeOther, start)
		}
		return next(c)
	}
}

// Show shows the form behind a link or the code, or what became of the report of a receipt.
func (s Bumps) Show(c echo.Context) error {
	who, err := s.reporter(c)
	switch {
	case base.IsCode(err, base.NotFound):
		return s.unknownLink(c)
	case err != nil:
		return err
	case who.follows:
		return s.showReceipt(c, who, http.StatusOK, nil)
	}
	if refused, err := s.refused(c, who, ""); refused {
		return err
	}
	var typed url.Values
	if c.QueryParam("answer") != "" {
		written, err := surveys.Written{Service: s.Surveys}.By(c.Request().Context(), who.link)
		if err != nil {
			return err
		}
		typed = url.Values{"text": {written}, "answer": {"yes"}}
	}
	return s.form(c, who, http.StatusOK, nil, page.Form{Values: typed})
}

// Take takes a report, or what somebody says of a change.
func (s Bumps) Take(c echo.Context) error {
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	who, err := s.reporter(c)
	switch {
	case base.IsCode(err, base.NotFound):
		return s.unknownLink(c)
	case err != nil:
		return err
	case who.follows:
		return s.takeReceipt(c, who, form)
	}
	if refused, err := s.refused(c, who, form.Get("text")); refused {
		return err
	}
	if switched || form.Get("_action") == "back" {
		return s.form(c, who, http.StatusOK, nil, page.Form{Values: form})
	}
	return s.take(c, who, form)
}

// refused answers who can no longer report by a link, with what they typed, and reports whether it did.
func (s Bumps) refused(c echo.Context, who reporter, typed string) (bool, error) {
	if who.link.ID == "" {
		return false, nil
	}
	page.ReadBy(c, who.link.Language)
	kind, err := s.whyNot(c, who.link)
	if kind == "" || err != nil {
		return err != nil, err
	}
	frame, err := s.Page(c, who.link.Language)
	if err != nil {
		return true, err
	}
	v := page.MessagePage{Page: frame, Kind: kind}
	v.Typed = appendTyped(nil, frame.T("report.text"), typed)
	return true, s.Render(c, http.StatusGone, v)
}

// whyNot returns why nobody can report by a link, as the kind of the message that says so; empty: somebody can.
func (s Bumps) whyNot(c echo.Context, i contact.Invitation) (string, error) {
	p, err := s.person(c, i.Ref)
	switch {
	case err != nil:
		return "", err
	case !i.StillFor(p):
		return "report_left", nil
	case i.Past(s.Now()):
		return "report_expired", nil
	case i.Group != cohorts.Patient:
		return "", nil
	}
	memberships, err := s.Cohorts.MembershipsOf(c.Request().Context(), i.Ref)
	if err != nil {
		return "", err
	}
	asked := i.Cohort
	if i.Kind == contact.ForConsent {
		asked = i.Subject
	}
	left := ""
	for _, m := range memberships {
		switch {
		case asked != "" && m.Cohort != asked:
		case m.State == cohorts.Declined || m.State == cohorts.Withdrawn:
			left = "report_left"
		default:
			return "", nil
		}
	}
	return left, nil
}

// form shows the form with what was typed.
func (s Bumps) form(c echo.Context, who reporter, status int, wrong error, form page.Form) error {
	frame, err := s.frameOf(c, who)
	if err != nil {
		return err
	}
	problems, ok := page.ProblemsOf(frame.Printer, wrong)
	if wrong != nil && !ok {
		return wrong
	}
	frame.Form = page.Form{Values: form.Values, Problems: append(form.Problems, problems...)}
	v := BumpPage{Page: frame, Key: form.Value("_key"), Code: who.link.ID == ""}
	if v.Key == "" {
		v.Key = base.NewID(s.Rand)
	}
	if v.Places, err = s.places(c, who, frame); err != nil {
		return err
	}
	return s.Render(c, status, v)
}

// frameOf returns what stands around the pages of who reports.
func (s Bumps) frameOf(c echo.Context, who reporter) (page.Page, error) {
	if who.link.ID == "" {
		return s.Page(c, "")
	}
	frame, err := s.personal(c, who.link, false)
	frame.Report = "" // they are there
	return frame, err
}

// places returns where a bump may have been hit: the features that who reports sees, and what is no feature.
func (s Bumps) places(c echo.Context, who reporter, frame page.Page) ([]page.Option, error) {
	ctx := c.Request().Context()
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	sees := func(f rollout.Feature) bool { return f.Stage == rollout.Beta || f.Stage == rollout.Live }
	if who.link.Group == cohorts.Patient {
		on, err := s.Rollouts.Sees(ctx, who.link.Ref)
		if err != nil {
			return nil, err
		}
		sees = func(f rollout.Feature) bool {
			return slices.ContainsFunc(on, func(e rollout.Evaluation) bool { return e.On && e.Key == f.Key })
		}
	}
	var all []page.Option
	for _, f := range features {
		if sees(f) {
			all = append(all, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang())})
		}
	}
	for _, place := range board.Places() {
		all = append(all, page.Option{Value: place, Text: placeName(frame, place)})
	}
	for i := range all {
		all[i].Chosen = all[i].Value == frame.Form.Value("feature")
	}
	return all, nil
}

// placeName returns what people call a place that is no feature.
func placeName(frame page.Page, place string) string {
	return frame.T("report.place." + strings.ReplaceAll(place, "-", "_"))
}

// reportPath returns where who has a link reports; empty: by a code or one that is past nobody does.
func reportPath(s *Pages, i contact.Invitation) string {
	if i.ID == "" || i.Past(s.Now()) {
		return ""
	}
	return "/b/" + s.Contact.Token(i)
}

// reporting returns what was typed into the form.
func (who reporter) reporting(form url.Values, language string) board.Reporting {
	in := board.Reporting{
		Ref: who.link.Ref, Proxy: who.link.Proxy, Where: form.Get("feature"), Text: form.Get("text"), Language: language,
		Call: form.Get("call") != "" && who.link.ID != "", Key: form.Get("_key"),
	}
	if form.Get("answer") != "" {
		in.From, in.Survey = board.FromAnswer, who.link.Subject
	}
	if who.link.ID == "" {
		in.Group, in.From = cohorts.Staff, board.FromCode
	}
	return in
}
