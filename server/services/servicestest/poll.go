package servicestest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/polls"
)

// Numbered returns S-001, S-002 and so on with this prefix, n of them.
func Numbered(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s-%03d", prefix, i+1)
	}
	return all
}

// Team adds members of staff with these refs; those that begin with X are other practices.
func (c *Clinic) Team(t testing.TB, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		group := cohorts.Staff
		if strings.HasPrefix(ref, "X") {
			group = cohorts.Practice
		}
		_, err := c.Cohorts.SaveParticipant(ByManager(t), cohorts.Participant{Ref: ref, Group: group})
		check(t, err)
	}
}

// pollFeatures are what Poll asks about and Ballot ranks.
var pollFeatures = []string{"mail", "labs", "visits", "bills"}

// Poll opens a poll of staff and other practices about four features; change says what is otherwise with it, if not nil.
func (c *Clinic) Poll(t testing.TB, change func(*polls.Poll)) polls.Poll {
	t.Helper()
	p := polls.Poll{
		Title: base.Words{"en": "What first?", "es": "¿Qué primero?"}, Method: polls.Rank, Features: append([]string(nil), pollFeatures...),
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 2}, cohorts.Practice: {Weight: 0.5}},
	}
	if change != nil {
		change(&p)
	}
	c.SetUp(t)
	c.Features(t, p.Features...)
	p, err := c.Polls.Create(ByManager(t), p)
	check(t, err)
	p, err = c.Polls.Publish(ByManager(t), p.ID)
	check(t, err)
	return p
}

// Ballot returns what the form of a ballot of Poll sends: some of its features in an order, for each n the same at every run.
func Ballot(n int) polls.Values {
	random := rand.New(rand.NewPCG(7, uint64(n)))
	v := polls.Values{}
	for place, i := range random.Perm(len(pollFeatures))[:1+n%len(pollFeatures)] {
		v["rank."+pollFeatures[i]] = []string{fmt.Sprint(place + 1)}
	}
	return v
}
