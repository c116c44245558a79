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

// Patients may rank five features, everybody else all of them.
func TestTop(t *testing.T) {
	p := ranking("a b c d e f")
	for _, c := range []struct {
		group cohorts.Group
		typed string
		want  string
	}{
		{cohorts.Staff, "rank.a=1 rank.b=2 rank.c=3 rank.d=4 rank.e=5 rank.f=6", ""},
		{cohorts.Patient, "rank.a=1 rank.b=2 rank.c=3 rank.d=4 rank.e=5 rank.f=6", "rank: ballot.top"},
		{cohorts.Patient, "rank.a=1 rank.b=2 rank.c=3 rank.d=4 rank.e=5", ""},
	} {
		answer, wrong := p.decode(c.group, nil, typed(c.typed))
		equal(t, string(c.group)+" "+c.typed, strings.Join(named(wrong), ", "), c.want)
		again, _ := p.decode(c.group, nil, p.values(answer, nil))
		equal(t, "shown again", fmt.Sprint(again), fmt.Sprint(answer))
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
