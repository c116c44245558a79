package outbox

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/auth"
	"soundings/web/page"
)

// Start is the page on which the team sees what a protocol would send before it begins.
type Start struct {
	*Room
	Write func(contact.Mail) (contact.Written, error) // writes a mail
}

// startPage shows by day and way what steps would send to people who were asked one thing. Fields: "about" and "of" name it, "steps"
// as page.StepsValue writes them. To see a mail: "ref", and "step" from 0.
type startPage struct {
	page.Page
	About, Of, Steps string
	What             page.Link
	Lines            []string // the steps, in words
	People           string   // how many would get anything
	Unreachable      string   // how many would not; empty: nobody
	Links            string   // where their links are
	NoMail           bool     // there are steps by mail, and no mail server
	Address          string   // where samples would be sent; empty: no mail server, no mail, or no account
	Days             []rehearsedRow
	Secret           bool          // it is answered in secret: nobody sees how many get a reminder
	Written          []page.Option // the steps that can be looked at
	Seen             *seen         // one of them as somebody would get it; nil: nobody was named
	Behind           string        // where the page behind the links is seen, as somebody or anybody
}

func (startPage) Template() string { return "outbox/start" }

// rehearsedRow is what goes out in one way on one day.
type rehearsedRow struct{ Day, By, People string }

// seen is a message as somebody would get it.
type seen struct {
	Lang, Subject, Text string       // of a mail, or of a text message, which has no subject
	Letter              *letterSheet // nil: it is none
}

// begun is what a protocol is begun for.
type begun struct {
	kind   contact.Kind
	id     string
	steps  []contact.Step
	secret bool // it is answered in secret
}

// asked reads for what a protocol is to begin.
func (s *Start) asked(c echo.Context) (begun, error) {
	b := begun{kind: contact.Kind(c.FormValue("about")), id: c.FormValue("of")}
	if !slices.Contains([]contact.Kind{contact.ForConsent, contact.ForSurvey, contact.ForPoll}, b.kind) {
		return b, page.Invalid("about", "error.oneof", "Choices", "consent, survey, poll")
	}
	var err error
	if b.steps, err = page.TypedSending(c).Steps(); err == nil && len(b.steps) == 0 {
		err = page.Invalid("steps", "error.required")
	}
	if err == nil {
		b.secret, err = s.Contact.MayReach(c.Request().Context(), b.kind, b.id, b.steps)
	}
	return b, err
}

// ShowStart shows what would be sent.
func (s *Start) ShowStart(c echo.Context) error { return s.Show(c, s.startPage) }

func (s *Start) startPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	b, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	v := startPage{Page: frame, About: string(b.kind), Of: b.id, Secret: b.secret, Steps: page.StepsValue(b.steps), Links: page.AskedHref(b.kind, b.id) + "/links"}
	if v.What, err = s.About(ctx, frame, contact.Message{Kind: b.kind, Subject: b.id}); err != nil {
		return nil, err
	}
	if err := s.rehearse(ctx, &v, b); err != nil {
		return nil, err
	}
	mails := slices.ContainsFunc(b.steps, func(step contact.Step) bool { return step.By == contact.ByMail })
	v.NoMail = mails && s.Outbox.Post == nil
	if mails && !v.NoMail {
		v.Address = auth.WhoFrom(ctx).Staff.Email
	}
	if frame.Form.Values == nil {
		v.Form.Values = url.Values{"ref": {c.FormValue("ref")}, "step": {c.FormValue("step")}}
	}
	if c.FormValue("ref") != "" {
		v.Seen, err = s.seen(ctx, b, c.FormValue("ref"), c.FormValue("step"))
		if problems, ok := page.ProblemsOf(frame.Printer, err); ok {
			v.Form.Problems, err = problems, nil
		}
	}
	v.Behind = page.PreviewHref(b.kind, b.id, "")
	if v.Seen != nil {
		v.Behind = page.PreviewHref(b.kind, b.id, c.FormValue("ref"))
	}
	return v, err
}

// rehearse adds to the page what the steps are, and what they would send.
func (s *Start) rehearse(ctx context.Context, v *startPage, b begun) error {
	for n, step := range b.steps {
		text := v.StepText(step)
		if v.Lines = append(v.Lines, text); step.By != contact.ByPhone {
			v.Written = append(v.Written, page.Option{Value: strconv.Itoa(n), Text: text})
		}
	}
	r, err := s.Outbox.Rehearse(ctx, b.kind, b.id, b.steps)
	if err != nil {
		return err
	}
	for _, day := range r.Days {
		v.Days = append(v.Days, rehearsedRow{v.Date(day.Day), v.T("outbox.by." + string(day.By)), v.Int(day.People)})
	}
	v.People = v.T("start.people", "Count", r.People)
	if r.Unreachable > 0 {
		v.Unreachable = v.T("start.unreachable", "Count", r.Unreachable)
	}
	return nil
}

// seen writes the message of a step as somebody would get it.
func (s *Start) seen(ctx context.Context, b begun, ref, step string) (*seen, error) {
	n, err := strconv.Atoi(step)
	if err != nil {
		n = -1
	}
	sheet, err := s.Outbox.Sample(ctx, b.kind, b.id, ref, b.steps, n)
	if base.IsCode(err, base.NotFound) {
		err = page.Invalid("ref", "link.ref_not_invited", "Ref", ref)
	}
	if err != nil {
		return nil, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return nil, err
	}
	switch sheet.Message.By {
	case contact.ByText:
		return &seen{Lang: clinic.Speaks(sheet.Invitation.Language), Text: s.text(clinic, sheet, contact.SampleToken)}, nil
	case contact.ByLetter:
		letter, err := s.letter(clinic, sheet, contact.SampleToken)
		return &seen{Letter: &letter}, err
	}
	written, err := s.Write(sheet.Mail(clinic))
	return &seen{Lang: written.Language, Subject: written.Subject, Text: written.Plain}, err
}

// StartSending begins the protocol, and leads on to the outbox, or back to what is answered in secret.
func (s *Start) StartSending(c echo.Context) error {
	ctx := c.Request().Context()
	b, err := s.asked(c)
	if err != nil {
		return err
	}
	if err := s.MayStart(ctx, b.kind, b.id, b.steps); err != nil {
		return err
	}
	if err := s.Room.Start(ctx, b.kind, b.id, b.steps); err != nil {
		return err
	}
	if b.secret { // of which the outbox shows nothing
		return s.Done(c, page.AskedHref(b.kind, b.id), "flash.started")
	}
	return s.Done(c, "/outbox", "flash.started")
}

// SendSamples sends one of each mail to whoever is signed in.
func (s *Start) SendSamples(c echo.Context) error {
	ctx := c.Request().Context()
	b, err := s.asked(c)
	if err != nil {
		return err
	}
	sent, err := s.Outbox.SendSamples(ctx, b.kind, b.id, b.steps, auth.WhoFrom(ctx).Staff.Email)
	if err != nil {
		s.Log.WarnContext(ctx, "a sample could not be sent", "error", err)
		return err
	}
	return s.Done(c, page.StartHref(b.kind, b.id, b.steps), "flash.samples", sent)
}
