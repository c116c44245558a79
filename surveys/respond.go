package surveys

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/kinds"
)

// Response is what came back: a fact, never rewritten. Its id is its invitation's, so that there is only one.
type Response struct {
	ID        string
	Survey    string
	Version   int // of the survey's questions
	Ref       string
	Group     cohorts.Group
	Cohort    string
	Language  string // in which it was answered
	Mode      Mode   // empty: it is not kept, as of anonymous surveys
	Answers   Answers
	Scores    map[string]float64 // by question id, of instruments answered in full
	Submitted time.Time

	Attributes map[string]string // of the participant, those that the survey's cuts go by
	Waiting    bool              // it is in no edition yet
	Told       int               // at which moment of its class it was told; 0: it was not
}

// PartialResponse is an answer under way, as typed: kept so that it can be finished later, on another device too.
type PartialResponse struct {
	Invitation string
	Page       int // where to go on, from 0
	Typed      Answers
	Saved      time.Time
	Version    int64
}

// Action is the button that was pressed.
type Action string

// The buttons of a survey page.
const (
	Next   Action = "next"
	Back   Action = "back"
	Save   Action = "save"
	Submit Action = "submit"
)

// Typed is what one page of a survey sent.
type Typed struct {
	Action   Action // empty: next, or submit from the last page
	Page     int    // from 0; -1: not said, the values may belong to any page
	Values   Answers
	Language string
	Mode     Mode     // empty: by link
	Empty    bool     // a form with nothing in it is meant
	Seen     []string // the questions that the page of an anonymous survey had: nothing of it is kept before it is sent
}

// Status is how an invitation to a survey stands for who opens it.
type Status string

// What a link can lead to.
const (
	Asking    Status = "asking"    // a page of questions
	Saved     Status = "saved"     // kept, to be finished later
	IsEmpty   Status = "empty"     // nothing is in the form that was sent: whether that is meant has to be asked
	Done      Status = "done"      // this response was kept just now
	Already   Status = "already"   // it was answered before
	IsClosed  Status = "closed"    // the survey is closed
	IsExpired Status = "expired"   // the invitation's time is past
	NotAsked  Status = "not_asked" // the participant does not take part
	HasLeft   Status = "left"      // the participant left the cohort as whose member they were asked
	IsOver    Status = "over"      // the beta has ended
	IsRemoved Status = "removed"   // it was answered, and the answer was taken out again
)

// Sheet is what somebody with a link sees.
type Sheet struct {
	Status Status
	Survey Survey
	Page   int          // the page to show, from 0
	Typed  Answers      // what was typed so far, right or wrong
	Errors []base.Field // what is wrong with the page, by form field
}

// Answers returns what was typed so far in canonical form, as far as it is right.
func (s Sheet) Answers() Answers {
	answers, _ := s.Survey.decode(s.Typed)
	return answers
}

// Open returns what the link of this invitation leads to now. It notes nothing: whatever opens a link is not yet a person
// who answers.
func (s *Service) Open(ctx context.Context, i contact.Invitation) (Sheet, error) {
	sheet, u, err := s.sheet(ctx, i)
	if err != nil || sheet.Status != Asking {
		return sheet, err
	}
	sheet.Page, sheet.Typed = u.Page, u.Typed
	if answers := sheet.Answers(); len(sheet.Survey.Pages[u.Page].Visible(answers)) == 0 { // another device hid it
		sheet.Page = max(0, sheet.Survey.NextPage(u.Page, -1, answers))
	}
	return sheet, nil
}

// sheet returns how the invitation stands, and what is kept of an answer under way.
func (s *Service) sheet(ctx context.Context, i contact.Invitation) (Sheet, PartialResponse, error) {
	v, err := s.Survey(ctx, i.Subject)
	if err != nil {
		return Sheet{}, PartialResponse{}, err
	}
	sheet := Sheet{Survey: v}
	standing, err := s.Contact.Standing(ctx, i)
	if err != nil {
		return sheet, PartialResponse{}, err
	}
	switch {
	case i.TakenOut():
		sheet.Status = IsRemoved
	case i.State == contact.Completed:
		sheet.Status = Already
	case standing != contact.TakesPart:
		sheet.Status = outside[standing]
	case v.State != Open:
		sheet.Status = IsClosed
	case i.Over(s.Now()):
		sheet.Status = IsExpired
	default:
		sheet.Status = Asking
		if v.Anonymous { // whose invitations stay as they are, and of which nothing is kept under way
			break
		}
		u, err := s.Store.Unfinished(ctx, i.ID)
		if err != nil {
			return sheet, u, fmt.Errorf("reading an answer under way: %w", err)
		}
		u.Page = min(u.Page, len(v.Pages)-1)
		return sheet, u, nil
	}
	return sheet, PartialResponse{}, nil
}

// outside is what a link leads to for whom it asks as a member of a cohort and who does not take part.
var outside = map[contact.Standing]Status{contact.NotIn: NotAsked, contact.HasLeft: HasLeft, contact.IsOver: IsOver}

// Answer takes one page of answers, and on submit the whole response, exactly once. When two devices send at once, the
// second is told that the first was kept.
func (s *Service) Answer(ctx context.Context, i contact.Invitation, t Typed) (Sheet, error) {
	for {
		sheet, u, err := s.sheet(ctx, i)
		if err != nil {
			return sheet, err
		}
		if sheet.Status != Asking {
			return s.late(ctx, i, sheet, t)
		}
		sheet, err = s.take(ctx, i, sheet.Survey, u, t)
		if !base.IsCode(err, base.Conflict) {
			return sheet, err
		}
		if i, err = s.Contact.Store.InvitationByHash(ctx, i.Hash); err != nil {
			return sheet, fmt.Errorf("reading an invitation again: %w", err)
		}
	}
}

// late returns a sheet on which everything stands that was typed by who comes too late, on the pages before this one too, to
// be shown back. Who typed nothing is shown nothing.
func (s *Service) late(ctx context.Context, i contact.Invitation, sheet Sheet, t Typed) (Sheet, error) {
	if sheet.Survey.merge(nil, t).Empty() {
		return sheet, nil
	}
	var before PartialResponse
	if !sheet.Survey.Anonymous {
		var err error
		if before, err = s.Store.Unfinished(ctx, i.ID); err != nil {
			return sheet, fmt.Errorf("reading an answer under way: %w", err)
		}
	}
	sheet.Typed = sheet.Survey.merge(before.Typed, t)
	return sheet, nil
}

// take does what the pressed button says, and keeps what was typed. Of an anonymous survey nothing is kept before it is sent.
func (s *Service) take(ctx context.Context, i contact.Invitation, v Survey, u PartialResponse, t Typed) (Sheet, error) {
	sheet, decoded := v.step(u, t)
	switch {
	case sheet.Status == Done && v.Anonymous:
		return sheet, s.submitAnonymous(ctx, i, v, decoded)
	case sheet.Status == Done:
		_, err := s.submit(ctx, i, v, u, decoded, t)
		return sheet, err
	case sheet.Status == IsEmpty, v.Anonymous:
		return sheet, nil
	}
	return sheet, s.keep(ctx, i, u, sheet)
}

// step returns what the pressed button leads to, and what was typed so far in canonical form, as far as it is right. Done: it is
// to be sent.
func (s Survey) step(u PartialResponse, t Typed) (Sheet, Answers) {
	page := t.Page
	if page < 0 || page >= len(s.Pages) {
		page = u.Page
	}
	typed := s.merge(u.Typed, t)
	decoded, bad := s.decode(typed)
	sheet := Sheet{Status: Asking, Survey: s, Page: page, Typed: typed}
	switch s.action(t, page, decoded) {
	case Back:
		sheet.Page = max(0, s.NextPage(page, -1, decoded))
	case Save:
		if !s.Anonymous {
			sheet.Status = Saved
		}
	case Next:
		sheet.Errors = s.wrong(page, decoded, bad)
		if len(sheet.Errors) == 0 && !s.reveals(u.Typed, t, decoded) {
			if next := s.NextPage(page, +1, decoded); next >= 0 { // else the same page, now with the button that sends
				sheet.Page = next
			}
		}
	default:
		for p := range s.Pages {
			if wrong := s.wrong(p, decoded, bad); len(wrong) > 0 {
				sheet.Page, sheet.Errors = p, wrong
				return sheet, decoded
			}
		}
		switch {
		case s.reveals(u.Typed, t, decoded):
		case decoded.Empty() && !t.Empty:
			sheet.Status = IsEmpty // nothing is used up by who, or what, only pressed the button
		default:
			sheet.Status = Done
		}
	}
	return sheet, decoded
}

// action settles what the pressed button means: what was typed on a page may show or hide the pages after it, and with
// them whether there is anything to send yet. What is called next never sends.
func (s Survey) action(t Typed, page int, a Answers) Action {
	last := s.NextPage(page, +1, a) < 0
	switch {
	case t.Action == Back || t.Action == Save || t.Action == Submit && t.Page < 0:
		return t.Action
	case last && t.Action != Next:
		return Submit
	default:
		return Next
	}
}

// reveals reports whether what was typed on a page brought up a question of the same page that its form did not have: who
// filled it in has yet to see it. Who names no page, a program, knows all questions.
func (s Survey) reveals(before Answers, t Typed, now Answers) bool {
	if t.Page < 0 || t.Page >= len(s.Pages) {
		return false
	}
	if s.Anonymous && t.Empty {
		return false
	}
	then, _ := s.decode(before)
	seen := s.Pages[t.Page].Visible(then)
	if s.Anonymous {
		seen = slices.DeleteFunc(slices.Clone(s.Pages[t.Page].Questions), func(q Question) bool { return !slices.Contains(t.Seen, q.ID) })
	}
	sent := func(field string) bool { _, ok := t.Values[field]; return ok }
	return slices.ContainsFunc(s.Pages[t.Page].Visible(now), func(q Question) bool {
		return !slices.ContainsFunc(seen, func(old Question) bool { return old.ID == q.ID }) && !slices.ContainsFunc(q.Fields(), sent)
	})
}

// merge puts what was typed on one page over what was typed before. A field of that page that did not come was emptied;
// fields of other pages stay.
func (s Survey) merge(before Answers, t Typed) Answers {
	typed := maps.Clone(before)
	if typed == nil {
		typed = Answers{}
	}
	for p, page := range s.Pages {
		for _, q := range page.Questions {
			for _, field := range q.Fields() {
				if values, ok := t.Values[field]; ok {
					typed[field] = bounded(values)
				} else if p == t.Page {
					delete(typed, field)
				}
			}
		}
	}
	return typed
}

// bounded keeps no more of what strangers send than a page could have asked for.
func bounded(values []string) []string {
	kept := slices.Clone(values[:min(len(values), kinds.MaxOptions)])
	for i, v := range kept {
		if len(v) > 50_000 {
			kept[i] = v[:50_000]
		}
	}
	return kept
}

// decode returns the canonical answers to the questions that are asked, and what is wrong, by question id.
func (s Survey) decode(typed Answers) (Answers, map[string][]base.Field) {
	all := Answers{}
	bad := map[string][]base.Field{}
	for _, q := range s.Questions() {
		if !q.ShowIf.Holds(all) {
			continue
		}
		decoded, wrong := q.Decode(typed)
		maps.Copy(all, decoded)
		if len(wrong) > 0 {
			bad[q.ID] = wrong
		}
	}
	return all, bad
}

// wrong returns what keeps a page from being left forwards, in the order of its questions.
func (s Survey) wrong(page int, decoded Answers, bad map[string][]base.Field) []base.Field {
	var all []base.Field
	for _, q := range s.Pages[page].Visible(decoded) {
		wrong := bad[q.ID]
		for _, m := range q.Missing(decoded) {
			if !slices.ContainsFunc(wrong, func(f base.Field) bool { return f.Name == m.Name }) {
				wrong = append(wrong, m)
			}
		}
		all = append(all, wrong...)
	}
	return all
}

// keep remembers what was typed and where to go on. The first form with an answer in it starts the invitation.
func (s *Service) keep(ctx context.Context, i contact.Invitation, u PartialResponse, sheet Sheet) error {
	u.Invitation, u.Page, u.Typed, u.Saved = i.ID, sheet.Page, sheet.Typed, s.Now()
	started, fresh := i.Start(u.Saved)
	if !fresh || u.Typed.Empty() {
		started = contact.Invitation{}
	}
	if err := s.Store.SaveUnfinished(ctx, u, started); err != nil {
		return fmt.Errorf("keeping an answer under way: %w", err)
	}
	return nil
}

// submit keeps a response, closes its invitation and gives up what was under way.
func (s *Service) submit(ctx context.Context, i contact.Invitation, v Survey, u PartialResponse, a Answers, t Typed) (Response, error) {
	attributes, err := s.attributesOf(ctx, v, i.Ref)
	if err != nil {
		return Response{}, err
	}
	now := s.Now()
	i.State, i.Completed = contact.Completed, now
	r := Response{
		ID: i.ID, Survey: v.ID, Version: v.Version, Ref: i.Ref, Group: i.Group, Cohort: i.Cohort, Language: t.Language, Mode: cmp.Or(t.Mode, Link),
		Answers: a, Scores: v.Score(a), Submitted: now, Attributes: attributes, Waiting: true,
	}
	if err := s.Store.Submit(ctx, v, r, i, u); err != nil {
		return r, fmt.Errorf("keeping a response: %w", err)
	}
	return r, nil
}
