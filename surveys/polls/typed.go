package polls

import (
	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/polls/methods"
)

// What ballots are made of stands beside the methods.
type (
	Values = methods.Values
	Answer = methods.Answer
	Set    = methods.Set
	Pair   = methods.Pair
)

// How returns what is known of the poll's method. A poll that was checked, or read from a store, has one.
func (p Poll) How() methods.Method {
	m, _ := methods.ByName(p.Method)
	return m
}

// ask returns what the poll asks, without what depends on who votes.
func (p Poll) ask() methods.Ask {
	return methods.Ask{Features: p.Features, Dots: p.Dots, Ties: p.Ties}
}

// decode returns the canonical form of what was typed, and what is wrong with it by form field.
func (p Poll) decode(g cohorts.Group, sets [][]string, v Values) (Answer, []base.Field) {
	ask := p.ask()
	ask.Top, ask.Sets = p.Top(g), sets
	return p.How().Read(ask, v)
}

// values returns what a form with these sets would have to send to say the same: to show a ballot again that may be changed.
func (p Poll) values(a Answer, sets [][]string) Values {
	v, ask := Values{}, p.ask()
	ask.Sets = sets
	p.How().Encode(ask, a, v)
	return v
}
