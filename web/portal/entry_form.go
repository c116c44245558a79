package portal

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// entryForm is the form of an entry of one kind: fields "kind", "title", "text", "owner", "date", "feature", "audience"
// (several), "figure", "survey", "cohort", "target", "work", "session", "link", "seats" and "grounds" (several, as
// "poll:first"), "touches" (several) and "mends" (ids with commas or spaces between them).
type entryForm struct {
	page.Page
	entryChoices
	Kind  string
	Taken bool   // of a decision: it is, and neither its date nor what it rests on can be changed
	Mark  string // the beginning of its ids, where a page has several such forms
}

// Asks reports whether an entry of this kind has a field.
func (f entryForm) Asks(field string) bool {
	kinds := map[string][]string{
		"feature": {"task", "help", "training", "event"}, "audience": {"event", "training"}, "figure": {"goal"},
		"work": {"task"}, "session": {"training"}, "link": {"help"},
		"seats": {"decision"}, "touches": {"release"},
	}
	if f.Taken && (field == "date" || field == "seats") {
		return false
	}
	if of, ok := kinds[field]; ok {
		return slices.Contains(of, f.Kind)
	}
	return f.Kind != "help" // the field is the date
}

// For returns a field of the form.
func (f entryForm) For(name, label, of string, hint ...string) page.Field {
	field := f.Field(name, label, of, hint...)
	if f.Mark != "" {
		field.ID = f.Mark + "-" + name
	}
	return field
}

// Or returns options with none of them as the first.
func (f entryForm) Or(none string, options []page.Option) []page.Option {
	return append([]page.Option{{Text: f.T(none)}}, options...)
}

// entryChoices are what the fields of an entry offer.
type entryChoices struct {
	Features, Groups, Works, Sessions []page.Option
	Seats, Grounds                    []page.Option
	Goal                              goalSubjects
	Today                             string
}

// entryChoices returns what the fields of an entry of the charter offer.
func (s *Charter) entryChoices(ctx context.Context, frame page.Page) (entryChoices, error) {
	choices := entryChoices{Today: s.calendarDay(frame).Format(time.DateOnly)}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return choices, err
	}
	for _, f := range features {
		choices.Features = append(choices.Features, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang())})
	}
	choices.Groups = frame.GroupOptions("")
	for _, work := range []string{"training", "workflow", "communication", "testing", "wording", "setting", "vendor"} {
		choices.Works = append(choices.Works, page.Option{Value: work, Text: frame.T("plans.work." + work)})
	}
	for _, session := range []string{"first", "refresher"} {
		choices.Sessions = append(choices.Sessions, page.Option{Value: session, Text: frame.T("plans.session." + session)})
	}
	for _, seat := range plan.Seats() {
		choices.Seats = append(choices.Seats, page.Option{Value: string(seat), Text: frame.T("seat." + string(seat))})
	}
	grounds, err := s.Plans.Grounds(ctx)
	if err != nil {
		return choices, err
	}
	for _, g := range grounds {
		choices.Grounds = append(choices.Grounds, page.Option{Value: groundValue(g.Ground), Text: frame.T("evidence.source."+g.Source) + ": " + frame.GroundTitle(g)})
	}
	choices.Goal, err = s.goalChoices(ctx, frame, choices.Features)
	return choices, err
}

// groundValue returns how a form names what a decision rests on.
func groundValue(g plan.Ground) string { return g.Source + ":" + g.Of }

// typedDecision reads who took a decision and what it rests on. Of one that was taken the form asks neither, nor its date.
func typedDecision(form url.Values, e plan.Entry) plan.Entry {
	if e.Taken != nil {
		return e
	}
	e.Seats, e.Grounds = nil, nil
	for _, seat := range form["seats"] {
		e.Seats = append(e.Seats, plan.Seat(seat))
	}
	for _, value := range form["grounds"] {
		source, of, _ := strings.Cut(value, ":")
		e.Grounds = append(e.Grounds, plan.Ground{Source: source, Of: of})
	}
	return e
}

// typedEntry reads the form of an entry into e. What the form does not ask for stays as it is.
func typedEntry(c echo.Context, e plan.Entry) (plan.Entry, error) {
	form, err := c.FormParams()
	if err != nil {
		return e, base.Refuse(base.Invalid, "error.form")
	}
	typed := func(field string) string { return strings.TrimSpace(form.Get(field)) }
	e.Kind, e.Title, e.Text, e.Owner = plan.Kind(typed("kind")), typed("title"), typed("text"), typed("owner")
	e.Feature, e.Work, e.Session, e.Link = typed("feature"), typed("work"), typed("session"), typed("link")
	e.Figure, e.Survey, e.Cohort = plan.Figure(typed("figure")), typed("survey"), typed("cohort")
	e.Audience, e.Target = groupsIn(form["audience"]), 0
	e.Touches, e.Mends = form["touches"], strings.FieldsFunc(typed("mends"), func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
	if e.Taken == nil {
		e.Date = time.Time{}
	}
	e = typedDecision(form, e)
	target, err := page.Decimal(c, "target")
	errs := []error{err}
	if target != nil {
		e.Target = *target
	}
	if typed("date") != "" {
		e.Date, err = page.DayIn("date", typed("date"))
		errs = append(errs, err)
	}
	version, err := page.Version(c)
	if err != nil {
		return e, err
	}
	if version != 0 {
		e.Version = version
	}
	return e, page.Together(errs...)
}

// alsoWrongIn returns what is wrong with an entry, typed being what could not be read of it.
func (s *Charter) alsoWrongIn(ctx context.Context, e plan.Entry, typed error) error {
	return page.Besides(page.Besides(typed, s.Plans.CheckEntry(ctx, e)), s.checkGoal(ctx, e))
}

// groupsIn returns the groups that were chosen; the empty choice is none.
func groupsIn(typed []string) []cohorts.Group {
	var groups []cohorts.Group
	for _, g := range typed {
		if g != "" {
			groups = append(groups, cohorts.Group(g))
		}
	}
	return groups
}

// entryValues returns what stands in the form of an entry.
func entryValues(e plan.Entry) url.Values {
	v := url.Values{
		"kind": {string(e.Kind)}, "title": {e.Title}, "text": {e.Text}, "owner": {e.Owner}, "date": {page.PlainDay(e.Date)}, "feature": {e.Feature},
		"work": {e.Work}, "session": {e.Session}, "link": {e.Link}, "figure": {string(e.Figure)}, "survey": {e.Survey}, "cohort": {e.Cohort},
		"target": {page.PlainNumber(e.Target)}, "touches": e.Touches, "mends": {strings.Join(e.Mends, ", ")},
	}
	for _, g := range e.Audience {
		v.Add("audience", string(g))
	}
	for _, seat := range e.Seats {
		v.Add("seats", string(seat))
	}
	for _, g := range e.Grounds {
		v.Add("grounds", groundValue(g))
	}
	return v
}
