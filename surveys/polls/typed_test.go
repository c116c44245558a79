package polls

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// typed makes values of "field=value" pairs.
func typed(pairs string) Values {
	v := Values{}
	for _, pair := range strings.Fields(pairs) {
		field, value, _ := strings.Cut(pair, "=")
		v[field] = append(v[field], value)
	}
	return v
}

func TestDecode(t *testing.T) {
	six := ranking("a b c d e f")
	ties := six
	ties.Ties = true
	sets := [][]string{{"a", "b", "c"}, {"b", "c", "d"}}
	for _, c := range []struct {
		about string
		poll  Poll
		group cohorts.Group
		typed string
		want  string // what is wrong, or the canonical form
	}{
		{"a ranking", six, cohorts.Staff, "rank.b=1 rank.a=2", "map[a:2 b:1]"},
		{"with gaps", six, cohorts.Staff, "rank.b=2 rank.a=6", "map[a:2 b:1]"},
		{"a place used twice", six, cohorts.Staff, "rank.a=1 rank.b=1", "rank.b: ballot.place_twice"},
		{"a place used twice where that is allowed", ties, cohorts.Staff, "rank.a=1 rank.b=1 rank.c=4", "map[a:1 b:1 c:2]"},
		{"a place that is none", six, cohorts.Staff, "rank.a=0 rank.b=7 rank.c=one", "rank.a: ballot.number, rank.b: ballot.number, rank.c: ballot.number"},
		{"a feature that is not in the poll", six, cohorts.Staff, "rank.a=1 rank.z=2", "rank: ballot.feature_unknown"},
		{"fields of something else", six, cohorts.Staff, "rank.a=1 _action=submit dots.z=1", "map[a:1]"},
		{"nothing", six, cohorts.Staff, "rank.a=", "rank: ballot.empty"},
		{"six by staff", six, cohorts.Staff, "rank.a=1 rank.b=2 rank.c=3 rank.d=4 rank.e=5 rank.f=6", "map[a:1 b:2 c:3 d:4 e:5 f:6]"},
		{"six by a patient", six, cohorts.Patient, "rank.a=1 rank.b=2 rank.c=3 rank.d=4 rank.e=5 rank.f=6", "rank: ballot.top"},
		{"five by a patient", six, cohorts.Patient, "rank.a=1 rank.b=2 rank.c=3 rank.d=4 rank.e=5", "map[a:1 b:2 c:3 d:4 e:5]"},

		{"dots", six.by(Dots), cohorts.Staff, "dots.a=7 dots.b=3 dots.c=0", "map[a:7 b:3]"},
		{"not all dots", six.by(Dots), cohorts.Staff, "dots.a=1", "map[a:1]"},
		{"too many dots", six.by(Dots), cohorts.Staff, "dots.a=7 dots.b=4", "dots: ballot.dots"},
		{"less than no dots", six.by(Dots), cohorts.Staff, "dots.a=-1", "dots.a: ballot.number"},
		{"no dots", six.by(Dots), cohorts.Staff, "dots.a=0", "dots: ballot.empty"},

		{"ratings", six.by(Rating), cohorts.Staff, "rating.a=1 rating.b=5", "map[a:1 b:5]"},
		{"a rating of six", six.by(Rating), cohorts.Staff, "rating.a=6", "rating.a: ballot.number"},

		{"kano", six.by(Kano), cohorts.Staff, "kano.a.with=like kano.a.without=dislike", "map[a:{like dislike}]"},
		{"kano by half", six.by(Kano), cohorts.Staff, "kano.a.with=like", "kano.a.without: ballot.both"},
		{"no such feeling", six.by(Kano), cohorts.Staff, "kano.a.with=love kano.a.without=dislike", "kano.a.with: ballot.choice"},
		{"kano of a stranger", six.by(Kano), cohorts.Staff, "kano.z.with=like", "kano: ballot.feature_unknown"},

		{"best and worst", six.by(MaxDiff), cohorts.Staff, "best.1=a worst.1=c", "[{[a b c] a c}]"},
		{"best only", six.by(MaxDiff), cohorts.Staff, "best.1=a", "worst.1: ballot.best_and_worst"},
		{"best is worst", six.by(MaxDiff), cohorts.Staff, "best.2=b worst.2=b", "worst.2: ballot.best_is_worst"},
		{"not in the set", six.by(MaxDiff), cohorts.Staff, "best.1=d worst.1=a", "best.1: ballot.not_shown"},
	} {
		answer, wrong := c.poll.decode(c.group, sets, typed(c.typed))
		got := strings.Join(named(wrong), ", ")
		if got == "" {
			got = written(answer)
			again, _ := c.poll.decode(c.group, sets, c.poll.values(answer, sets))
			equal(t, c.about+": shown again", written(again), got)
		}
		equal(t, c.about, got, c.want)
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

func TestCheckPoll(t *testing.T) {
	good := ranking("a b")
	for _, c := range []struct {
		about  string
		change func(*Poll)
		want   string
	}{
		{"as it is", func(*Poll) {}, ""},
		{"no title", func(p *Poll) { p.Title = nil }, "title: error.required"},
		{"no method", func(p *Poll) { p.Method = "" }, "method: error.required"},
		{"an unknown method", func(p *Poll) { p.Method = "vote" }, "method: error.oneof"},
		{"an unknown method and one feature", func(p *Poll) { p.Method, p.Features = "vote", []string{"a"} }, "features: error.min_items, method: error.oneof"},
		{"one feature", func(p *Poll) { p.Features = []string{"a"} }, "features: error.min_items"},
		{"a feature twice", func(p *Poll) { p.Features = []string{"a", "a"} }, "features: error.unique"},
		{"nobody asked", func(p *Poll) { p.Groups = nil }, "groups: error.min_items"},
		{"an unknown group", func(p *Poll) { *p = p.of("visitor=1") }, "groups[visitor]: error.oneof"},
		{"a weight below nothing", func(p *Poll) { *p = p.of("staff=-1") }, "groups[staff].weight: error.min"},
		{"no weight at all", func(p *Poll) { *p = p.of("staff=0 hit=0") }, "groups: poll.no_weight"},
	} {
		p := good
		c.change(&p)
		var fields []base.Field
		if err := p.Check(); err != nil {
			fields = err.(*base.Error).Fields
		}
		equal(t, c.about, strings.Join(named(fields), ", "), c.want)
	}
}
