package board

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/spanish"
	"golang.org/x/text/unicode/norm"

	"soundings/cohorts/base"
)

// Bounds of looking for what is alike: what it costs does not grow with what was ever reported.
const (
	alikeAmong = 200 // open cards of one state about one place, the latest
	alikeShown = 3
)

// tongue is how the words of one language are cut down to their stems.
type tongue struct {
	stem   func(word string, stops bool) string
	stops  func(word string) bool
	common []string // in what people write of a portal, beside its stop words
}

// tongues are the languages in which people write.
var tongues = map[string]tongue{
	"en": {english.Stem, english.IsStopWord, []string{"cannot", "could", "please", "portal", "would"}},
	"es": {spanish.Stem, spanish.IsStopWord, []string{"favor", "portal", "pude", "puede", "puedo"}},
}

// Alike returns the open cards about a place that others may be shown and that share a word with a text, the nearest first: at
// most three. Words are compared by their stems in each language, as people may write in another one than their page is in. A
// word that few of the cards have says more.
func (s *Service) Alike(ctx context.Context, where, text string) ([]Bump, error) {
	shown, err := s.shown(ctx, where)
	if err != nil {
		return nil, err
	}
	near := make([]float64, len(shown))
	for language, tongue := range tongues {
		for i, score := range tongue.scores(text, language, shown) {
			near[i] = max(near[i], score)
		}
	}
	var order []int
	for i, score := range near {
		if score > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(near[b], near[a]) })
	var alike []Bump
	for _, i := range order[:min(len(order), alikeShown)] {
		alike = append(alike, shown[i])
	}
	return alike, nil
}

// scores returns how near a text is to what others are shown of each card in a language; 0: they share no word.
func (t tongue) scores(text, language string, cards []Bump) []float64 {
	wanted, having := t.stems(text), map[string][]int{}
	for i, b := range cards {
		for stem := range t.stems(b.Public[language]) {
			if wanted[stem] {
				having[stem] = append(having[stem], i)
			}
		}
	}
	scores := make([]float64, len(cards))
	for _, those := range having {
		for _, i := range those {
			scores[i] += 1 / float64(len(those))
		}
	}
	return scores
}

// shown returns the open cards about a place of which others may be shown something, the latest of each state first.
func (s *Service) shown(ctx context.Context, where string) ([]Bump, error) {
	var all []Bump
	for _, state := range OpenStates() {
		page, err := s.List(ctx, Query{State: state, Where: where, Limit: alikeAmong})
		if err != nil {
			return nil, err
		}
		all = append(all, slices.DeleteFunc(page.Items, func(b Bump) bool { return len(b.Public) == 0 })...)
	}
	return all, nil
}

// stems returns the stems of a text's words but for those that nearly every text has. A word that may have lost its accents has
// two.
func (t tongue) stems(text string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if len(word) < 3 || t.stops(word) || slices.Contains(t.common, word) {
			continue
		}
		for _, way := range []string{word, plain(word)} {
			all[plain(t.stem(way, true))] = true
		}
	}
	return all
}

// plain returns a word without its accents.
func plain(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}

// seen returns what somebody typed without what cannot be seen around it and without NULs; of a text in which nothing can be
// seen, nothing.
func seen(text string) string {
	text = strings.TrimSpace(strings.NewReplacer("\x00", "", "\r\n", "\n").Replace(text))
	if base.OneLine(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)) == "" {
		return ""
	}
	return text
}
