package ready

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// GettingIn stands in place of a feature's key for the help that is about no feature: signing in, and getting access.
const GettingIn = ""

// Help is what the help page says of one feature, or of getting in, in each language of the clinic.
type Help struct {
	Feature   string     // its key, or GettingIn
	Questions []Question // in the order in which they are read
	Film      base.Words // the address of a film, by language
	Limits    base.Words // what is known not to work yet: one limit a line
	Changed   time.Time  // zero: nothing was ever written
	Version   int64      // as read from the store; 0: not kept yet
}

// Question is a question that people ask, with its answer.
type Question struct {
	Question base.Words `json:"question"`
	Answer   base.Words `json:"answer"`
}

// Limits of one help; texts in characters.
const (
	MaxQuestions = 30
	maxQuestion  = 200
	maxAnswer    = 2000
	maxLimits    = 2000
	maxAddress   = 500
)

// Empty reports whether there is nothing to read.
func (h Help) Empty() bool { return len(h.Questions) == 0 && len(h.Film) == 0 && len(h.Limits) == 0 }

// Lacks reports whether something that is written in another language is missing in this one, or everything is. A film in
// one language is better than none.
func (h Help) Lacks(language string) bool {
	for _, q := range h.Questions {
		if q.Question[language] == "" || q.Answer[language] == "" {
			return true
		}
	}
	return len(h.Questions) == 0 || len(h.Limits) > 0 && h.Limits[language] == ""
}

// tidy returns the help without blanks around what was typed, and without questions that are empty.
func (h Help) tidy() Help {
	var questions []Question
	for _, q := range h.Questions {
		q.Question, q.Answer = q.Question.OneLine(), q.Answer.Tidy()
		if len(q.Question)+len(q.Answer) > 0 {
			questions = append(questions, q)
		}
	}
	h.Questions, h.Film, h.Limits = questions, h.Film.Tidy(), h.Limits.Tidy()
	return h
}

// check returns nil, or an Invalid error that names every bad field.
func (h Help) check() error {
	var bad []base.Field
	if len(h.Questions) > MaxQuestions {
		bad = append(bad, base.Field{Name: "questions", Text: base.T("error.max_items", "Limit", MaxQuestions)})
	}
	for i, q := range h.Questions {
		bad = append(bad, q.check(fmt.Sprintf("questions[%d]", i))...)
	}
	bad = append(bad, h.Limits.TooLong("limits", maxLimits)...)
	bad = append(bad, h.Film.TooLong("film", maxAddress)...)
	for language, address := range h.Film {
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(address, " \n") {
			bad = append(bad, base.Field{Name: "film." + language, Text: base.T("ready.film")})
		}
	}
	slices.SortFunc(bad, func(a, b base.Field) int { return strings.Compare(a.Name, b.Name) })
	return base.InvalidFields(bad...)
}

// check wants an answer to a question in each language in which it is asked, and the other way round.
func (q Question) check(at string) []base.Field {
	bad := append(q.Question.TooLong(at+".question", maxQuestion), q.Answer.TooLong(at+".answer", maxAnswer)...)
	for _, language := range []string{"en", "es"} {
		switch asked, answered := q.Question[language] != "", q.Answer[language] != ""; {
		case asked && !answered:
			bad = append(bad, base.Field{Name: at + ".answer." + language, Text: base.T("ready.no_answer")})
		case answered && !asked:
			bad = append(bad, base.Field{Name: at + ".question." + language, Text: base.T("ready.no_question")})
		}
	}
	return bad
}

// Help returns what there is to read about a feature, or about GettingIn; an empty one where nothing is written. Of a feature
// that there is not it returns NotFound.
func (s *Service) Help(ctx context.Context, feature string) (Help, error) {
	if feature != GettingIn {
		if _, err := s.Feature(ctx, feature); err != nil {
			return Help{}, err
		}
	}
	h, err := s.Store.Help(ctx, feature)
	if err != nil {
		return h, fmt.Errorf("reading help: %w", err)
	}
	return h, nil
}

// SaveHelp puts h in the place of what there is about its feature. With a Version it returns Conflict when another version is
// kept; without one it replaces whatever is there.
func (s *Service) SaveHelp(ctx context.Context, h Help) (Help, error) {
	kept, err := s.Help(ctx, h.Feature)
	if err != nil {
		return h, err
	}
	h = h.tidy()
	if err := h.check(); err != nil {
		return h, err
	}
	if h.Version == 0 {
		h.Version = kept.Version
	}
	h.Changed = s.now()
	if err := s.Store.SaveHelp(ctx, h); err != nil {
		return h, fmt.Errorf("keeping help: %w", err)
	}
	s.shown.drop()
	h.Version++
	return h, nil
}

// LacksHelp returns the languages of the clinic in which a help is not complete.
func (s *Service) LacksHelp(ctx context.Context, h Help) ([]string, error) {
	languages, err := s.languages(ctx)
	return slices.DeleteFunc(languages, func(l string) bool { return !h.Lacks(l) }), err
}

// languages returns the languages of the clinic; before set-up all there are.
func (s *Service) languages(ctx context.Context) ([]string, error) {
	clinic, err := s.Store.Clinic(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the clinic: %w", err)
	}
	if len(clinic.Languages) == 0 {
		return []string{"en", "es"}, nil
	}
	return slices.Clone(clinic.Languages), nil
}
