package board

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"soundings/cohorts/base"
)

// MaxQuote is how many characters a sentence has at most that is quoted.
const MaxQuote = 300

// Quote is a sentence of a report that the team would like to show others, and what its author says of that. It is shown with their
// own consent to this sentence alone; who is asked for another has said nothing of that.
type Quote struct {
	Text     string    // empty: nobody was asked
	Asked    time.Time // when the team asked
	May      Fixed     // IsFixed: yes; NotFixed: no, or not any more; Unsaid: they have not answered
	Answered time.Time
}

// Shown reports whether a sentence may be shown.
func (q Quote) Shown() bool { return q.Text != "" && q.May == IsFixed }

// Followed reports whether the person who reported has the link of the receipt: who has none can be asked nothing behind it.
func (r Report) Followed() bool { return r.From != FromStaff && r.From != FromAPI }

// Quoting does the acts on sentences that are quoted, one method an act.
type Quoting struct{ *Service }

// Ask asks somebody who reported whether a sentence may be shown, which must be in what they wrote exactly. They are asked on the
// page of their receipt. The same sentence is asked for once, whatever they said.
func (s Quoting) Ask(ctx context.Context, report, sentence string) (Report, error) {
	sentence = strings.TrimSpace(seen(sentence))
	return s.revise(ctx, report, QuoteAsked, func(r *Report) (bool, error) {
		switch {
		case !r.Followed():
			return false, base.Refuse(base.Conflict, "quote.no_link")
		case sentence == "":
			return false, base.InvalidFields(base.Field{Name: "quote", Text: base.T("error.required")})
		case utf8.RuneCountInString(sentence) > MaxQuote:
			return false, base.InvalidFields(base.TooLong("quote", sentence, MaxQuote)...)
		case !strings.Contains(r.Text, sentence):
			return false, base.InvalidFields(base.Field{Name: "quote", Text: base.T("quote.not_written")})
		case r.Quote.Text == sentence:
			return false, nil
		}
		r.Quote = Quote{Text: sentence, Asked: s.now()}
		return true, nil
	})
}

// Answer keeps what the author says of a sentence: whether it may be shown from now on. It is a Conflict where the sentence that
// they saw is not the one that they are asked for.
func (s Quoting) Answer(ctx context.Context, report, sentence string, may Fixed) (Report, error) {
	if may != IsFixed && may != NotFixed {
		return Report{}, base.InvalidFields(base.Field{Name: "quote", Text: base.T("error.required")})
	}
	kind := QuoteGiven
	if may == NotFixed {
		kind = QuoteRefused
	}
	return s.revise(ctx, report, kind, func(r *Report) (bool, error) {
		switch {
		case r.Quote.Text == "" || r.Quote.Text != seen(sentence):
			return false, base.Refuse(base.Conflict, "quote.other")
		case r.Quote.May == may:
			return false, nil
		}
		r.Quote.May, r.Quote.Answered = may, s.now()
		return true, nil
	})
}

// revise changes the quote of a report, with a line in the history of its card. The line has nothing of what they wrote.
func (s Quoting) revise(ctx context.Context, report string, kind NoteKind, change func(*Report) (bool, error)) (Report, error) {
	changed := false
	r, err := base.Revise(func() (Report, error) { return s.Store.Report(ctx, report) }, func(r *Report) (err error) {
		changed, err = change(r)
		return err
	}, func(r Report) error {
		if !changed {
			return nil
		}
		if err := s.Store.SaveBumps(ctx, "quote", Saved{Reports: []Report{r}, Notes: []Note{s.note(ctx, r.Bump, kind, "", "", "")}}); err != nil {
			return fmt.Errorf("keeping whether a sentence may be shown: %w", err)
		}
		return nil
	})
	if err == nil && changed {
		r.Version++
	}
	return r, err
}

// Quotable returns the reports of which a sentence may be shown beside an announcement, among the first of its card.
func (s Quoting) Quotable(ctx context.Context, a Announcement, limit int) ([]Report, error) {
	if a.Bump == "" {
		return nil, nil
	}
	b, err := s.current(ctx, a.Bump)
	if err != nil {
		return nil, err
	}
	all, err := s.Reports(ctx, b.ID, "", limit)
	return slices.DeleteFunc(all.Items, func(r Report) bool { return !r.Quote.Shown() }), err
}

// Show shows the sentences of some reports wherever an announcement is read, and no others.
func (s Quoting) Show(ctx context.Context, announcement string, reports []string) (Announcement, error) {
	return base.Revise(func() (Announcement, error) { return s.Store.Announcement(ctx, announcement) }, func(a *Announcement) error {
		for _, id := range reports {
			r, err := s.Store.Report(ctx, id)
			if err == nil && r.Quote.Shown() {
				var b Bump
				if b, err = s.current(ctx, a.Bump); err == nil && b.ID == r.Bump {
					continue
				}
			}
			if err != nil && !base.IsCode(err, base.NotFound) {
				return err
			}
			return base.InvalidFields(base.Field{Name: "quotes", Text: base.T("quote.not_allowed")})
		}
		a.Quotes = reports
		return nil
	}, func(a Announcement) error {
		return s.Store.SaveBumps(ctx, "news", Saved{Announcements: []Announcement{a}})
	})
}

// Of returns the sentences to be shown beside an announcement: those of which the author says yes now. They are read anew each
// time, so that one who takes that back is not quoted from then on.
func (s Quoting) Of(ctx context.Context, a Announcement) ([]Report, error) {
	var all []Report
	for _, id := range a.Quotes {
		switch r, err := s.Store.Report(ctx, id); {
		case base.IsCode(err, base.NotFound):
		case err != nil:
			return nil, fmt.Errorf("reading a report that is quoted: %w", err)
		case r.Quote.Shown():
			all = append(all, r)
		}
	}
	return all, nil
}
