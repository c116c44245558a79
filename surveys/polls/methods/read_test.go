package methods

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// typed returns values of "field=value" pairs.
func typed(pairs string) Values {
	v := Values{}
	for _, pair := range strings.Fields(pairs) {
		field, value, _ := strings.Cut(pair, "=")
		v[field] = append(v[field], value)
	}
	return v
}

// Each line is a ballot as it was typed, and its canonical form or what is wrong with it. A form that is filled with the
// canonical form says the same again.
func TestRead(t *testing.T) {
	six := Ask{Features: strings.Fields("a b c d e f"), Dots: 10, Top: 6, Sets: [][]string{{"a", "b", "c"}, {"b", "c", "d"}}}
	ties, two := six, six
	ties.Ties, two.Top = true, 2
	for _, c := range []struct {
		about  string
		method Name
		ask    Ask
		typed  string
		want   string // what is wrong, or the canonical form
	}{
		{"a ranking", Rank, six, "rank.b=1 rank.a=2", "map[a:2 b:1]"},
		{"with gaps", Rank, six, "rank.b=2 rank.a=6", "map[a:2 b:1]"},
		{"a place used twice", Rank, six, "rank.a=1 rank.b=1", "rank.b: ballot.place_twice"},
		{"a place used twice where that is allowed", Rank, ties, "rank.a=1 rank.b=1 rank.c=4", "map[a:1 b:1 c:2]"},
		{"a place that is none", Rank, six, "rank.a=0 rank.b=7 rank.c=one", "rank.a: ballot.number, rank.b: ballot.number, rank.c: ballot.number"},
		{"a feature that is not in the poll", Rank, six, "rank.a=1 rank.z=2", "rank: ballot.feature_unknown"},
		{"fields of something else", Rank, six, "rank.a=1 _action=submit dots.z=1", "map[a:1]"},
		{"nothing", Rank, six, "rank.a=", "rank: ballot.empty"},
		{"more than may get a place", Rank, two, "rank.a=1 rank.b=2 rank.c=3", "rank: ballot.top"},
		{"as many as may get a place", Rank, two, "rank.a=1 rank.b=2", "map[a:1 b:2]"},

		{"dots", Dots, six, "dots.a=7 dots.b=3 dots.c=0", "map[a:7 b:3]"},
		{"not all dots", Dots, six, "dots.a=1", "map[a:1]"},
		{"too many dots", Dots, six, "dots.a=7 dots.b=4", "dots: ballot.dots"},
		{"less than no dots", Dots, six, "dots.a=-1", "dots.a: ballot.number"},
		{"no dots", Dots, six, "dots.a=0", "dots: ballot.empty"},

		{"ratings", Rating, six, "rating.a=1 rating.b=5", "map[a:1 b:5]"},
		{"a rating of six", Rating, six, "rating.a=6", "rating.a: ballot.number"},

		{"kano", Kano, six, "kano.a.with=like kano.a.without=dislike", "map[a:{like dislike}]"},
		{"kano by half", Kano, six, "kano.a.with=like", "kano.a.without: ballot.both"},
		{"no such feeling", Kano, six, "kano.a.with=love kano.a.without=dislike", "kano.a.with: ballot.choice"},
		{"kano of a stranger", Kano, six, "kano.z.with=like", "kano: ballot.feature_unknown"},

		{"best and worst", MaxDiff, six, "best.1=a worst.1=c", "[{[a b c] a c}]"},
		{"best only", MaxDiff, six, "best.1=a", "worst.1: ballot.best_and_worst"},
		{"best is worst", MaxDiff, six, "best.2=b worst.2=b", "worst.2: ballot.best_is_worst"},
		{"not in the set", MaxDiff, six, "best.1=d worst.1=a", "best.1: ballot.not_shown"},
	} {
		m, _ := ByName(c.method)
		answer, wrong := m.Read(c.ask, typed(c.typed))
		got := written(answer)
		if len(wrong) > 0 {
			var all []string
			for _, f := range wrong {
				all = append(all, f.Name+": "+f.Text.ID)
			}
			slices.Sort(all)
			got = strings.Join(all, ", ")
		} else {
			form := Values{}
			m.Encode(c.ask, answer, form)
			if again, _ := m.Read(c.ask, form); written(again) != got {
				t.Errorf("%s: shown again it is %s, not %s", c.about, written(again), got)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}

// written returns the one field of an answer that is set.
func written(a Answer) string {
	switch {
	case a.Places != nil:
		return fmt.Sprint(a.Places)
	case a.Sets != nil:
		return fmt.Sprint(a.Sets)
	case a.Feeling != nil:
		return fmt.Sprint(a.Feeling)
	default:
		return fmt.Sprint(a.Points)
	}
}
