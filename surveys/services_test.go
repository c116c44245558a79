package surveys_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// clinic is a clinic of a test, with the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		test(t, &clinic{c, servicestest.ByManager(t)})
	})
}

var refs = servicestest.Refs

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// shown returns a sheet in short: where it stands, the page from 0, and what is wrong.
func shown(s surveys.Sheet) string {
	return strings.TrimSpace(fmt.Sprint(string(s.Status), " ", s.Page, " ", strings.Join(expect.Named(s.Errors), ", ")))
}

// look opens a link and returns what it shows and what stands in its fields.
func (c *clinic) look(t *testing.T, i contact.Invitation) (string, string) {
	sheet := must(c.Surveys.Open(c.ctx, c.Again(t, i)))
	var fields []string
	for _, field := range slices.Sorted(maps.Keys(sheet.Typed)) {
		fields = append(fields, field+"="+strings.Join(sheet.Typed[field], "|"))
	}
	return shown(sheet), strings.Join(fields, " ")
}

// sees fails the test unless a link shows this, with this in its fields.
func (c *clinic) sees(t *testing.T, i contact.Invitation, page, typed string) {
	t.Helper()
	gotPage, gotTyped := c.look(t, i)
	expect.Equal(t, "shown", gotPage, page)
	expect.Equal(t, "typed", gotTyped, typed)
}

// responses returns the responses to a survey.
func (c *clinic) responses(t *testing.T, survey string) []surveys.Response {
	t.Helper()
	var all []surveys.Response
	if err := c.Surveys.EachResponse(c.ctx, survey, func(r surveys.Response) error { all = append(all, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// another returns one more server on the clinic's database.
func (c *clinic) another(t *testing.T) *clinic { return &clinic{c.Another(t), c.ctx} }

// written returns v in a form that can be compared.
func written(v any) string { return string(must(json.Marshal(v))) }

// countsAgree fails the test unless the tally of a survey is what its responses add up to.
func (c *clinic) countsAgree(t *testing.T, v surveys.Survey) {
	t.Helper()
	expect.Equal(t, "counted again", written(must(c.Store.Tally(c.ctx, v))), written(must(c.Store.Recount(c.ctx, v))))
}
