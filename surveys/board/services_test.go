package board_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
	"soundings/surveys/board"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// clinic is a clinic of a test, with the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx    context.Context
	cohort string
}

// on runs a test over each engine: a clinic with twelve patients who agreed to a beta, one of the staff, and two features.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		c.People(t, cohorts.Staff, "S-0001")
		c.People(t, cohorts.Patient, servicestest.Refs(12)...)
		cohort := c.Agreed(t, "First testers", servicestest.Refs(12)...)
		c.Features(t, "secure-messaging", "booking")
		test(t, &clinic{c, servicestest.ByManager(t), cohort})
	})
}

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// report makes a card of what a participant writes.
func (c *clinic) report(ref, where, text string) (board.Bump, board.Report) {
	b, r, err := c.Board.Report(c.ctx, board.Reporting{Ref: ref, Where: where, Text: text, Language: "en"})
	if err != nil {
		panic(err)
	}
	return b, r
}

// change changes a card.
func (c *clinic) change(id string, change board.Change) board.Bump {
	c.Clock.Advance(time.Second)
	return must(c.Board.Change(c.ctx, id, change))
}

// decided brings a card to its adaptation.
func (c *clinic) decided(id string) board.Bump {
	return c.change(id, board.Change{State: to(board.Adapting), Adaptation: &board.Adaptation{
		Kind: board.Wording, Title: "Say which photo", Owner: "Maria", Due: c.Clock.Now().AddDate(0, 0, 7),
	}})
}

// history writes the kinds of a card's notes.
func (c *clinic) history(id string) string {
	var all []string
	for _, n := range must(c.Board.Notes(c.ctx, id, "", 100)).Items {
		line := string(n.Kind)
		said := n.Kind == board.Broken || n.Kind == board.Mended // by whom, which a random id says
		if !said && (n.From != "" || n.To != "") {
			line += fmt.Sprintf("(%s>%s)", n.From, n.To)
		}
		all = append(all, line)
	}
	return strings.Join(all, " ")
}

func to[T any](v T) *T { return &v }

// refused returns the fields or the text of a refusal.
func refused(err error) string {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return fmt.Sprint(err)
	}
	if len(refusal.Fields) == 0 {
		return refusal.Text.ID
	}
	var all []string
	for _, f := range refusal.Fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	return strings.Join(all, ", ")
}
