package ready_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/ready"
)

// A workflow is written as a draft, published, and written anew as the next version.
func TestVersionsOfAWorkflow(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		draft := must(c.Ready.CreateWorkflow(c.ctx, workflow()))
		expect.Equal(t, "id", draft.ID, "a-result-comes")
		expect.Equal(t, "departments", draft.Departments(), []string{"Laboratory", "Nursing"})
		expect.Equal(t, "the same title again", must(c.Ready.CreateWorkflow(c.ctx, workflow())).ID, "a-result-comes-2")

		draft.Title = both("A result is there")
		saved := must(c.Ready.SaveWorkflow(c.ctx, draft))
		expect.Equal(t, "a draft is written over", saved.Number, 1)
		_, err := c.Ready.SaveWorkflow(c.ctx, draft)
		expect.Refused(t, "an older draft", err, base.Conflict)
		first := must(c.Ready.PublishWorkflow(c.ctx, draft.ID))
		expect.Equal(t, "published", first.Published, c.Clock.Now())
		_, err = c.Ready.PublishWorkflow(c.ctx, draft.ID)
		expect.Refused(t, "published twice", err, base.Conflict)

		second := first
		second.Steps = second.Steps[:2]
		second = must(c.Ready.SaveWorkflow(c.ctx, second))
		expect.Equal(t, "a new draft", second.Number, 2)
		v := must(c.Ready.Versions(c.ctx, draft.ID))
		expect.Equal(t, "still in force", v.Published.Number, 1)
		expect.Equal(t, "it says what it said", must(c.Ready.Workflow(c.ctx, draft.ID, 1)), first)
		_, err = c.Ready.SaveWorkflow(c.ctx, first)
		expect.Refused(t, "on top of an older version", err, base.Conflict)
		expect.Equal(t, "taken back", c.Ready.DropDraft(c.ctx, draft.ID), nil)
		expect.Refused(t, "taken back twice", c.Ready.DropDraft(c.ctx, draft.ID), base.Conflict)
		second.Version = 0
		must(c.Ready.SaveWorkflow(c.ctx, second))
		must(c.Ready.PublishWorkflow(c.ctx, draft.ID))
		v = must(c.Ready.Versions(c.ctx, draft.ID))
		expect.Equal(t, "in force", []int{v.Published.Number, len(v.Earlier), v.Earlier[0].Number}, []int{2, 1, 1})

		all := must(c.Ready.Workflows(c.ctx, "labs"))
		expect.Equal(t, "of the feature", []string{all[0].ID, all[1].ID}, []string{"a-result-comes", "a-result-comes-2"})
		expect.Equal(t, "a draft alone", all[1].Published == nil && all[1].Latest().Number == 1, true)
		expect.Equal(t, "taken back whole", c.Ready.DropDraft(c.ctx, "a-result-comes-2"), nil)
		expect.Equal(t, "of the feature", len(must(c.Ready.Workflows(c.ctx, "labs"))), 1)
		_, err = c.Ready.Versions(c.ctx, "a-result-comes-2")
		expect.Refused(t, "gone", err, base.NotFound)
		_, err = c.Ready.Workflows(c.ctx, "none")
		expect.Refused(t, "of no feature", err, base.NotFound)
	})
}

// A draft may be unfinished; what is published may not.
func TestUnfinishedWorkflows(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		long := strings.Repeat("ñ", 601)
		for _, test := range []struct {
			about        string
			change       func(*ready.Workflow)
			draft, print string
		}{
			{"without a title", func(w *ready.Workflow) { w.Title = nil }, "title: error.required", ""},
			{"too long", func(w *ready.Workflow) {
				w.Steps[1] = ready.Step{Department: long[:200], Role: long[:200], Text: base.Words{"en": long}}
			}, "steps[1].department: error.max_length, steps[1].role: error.max_length, steps[1].text.en: error.max_length", ""},
			{"too many steps", func(w *ready.Workflow) {
				for range 40 {
					w.Steps = append(w.Steps, w.Steps[0])
				}
			}, "steps: error.max_items", ""},
			{"without steps", func(w *ready.Workflow) { w.Steps = []ready.Step{{}, {Role: " "}} }, "", "steps: ready.no_steps"},
			{"half a step", func(w *ready.Workflow) { w.Steps[0] = ready.Step{Role: "Nurse"} }, "", "steps[0].department: ready.step_department, steps[0].text: ready.step_text"},
			{"nobody's step", func(w *ready.Workflow) { w.Steps[0].Role = "" }, "", "steps[0].role: ready.step_role"},
		} {
			w := workflow()
			test.change(&w)
			w, err := c.Ready.CreateWorkflow(c.ctx, w)
			expect.Equal(t, test.about, strings.Join(expect.Fields(err), ", "), test.draft)
			if test.draft != "" {
				continue
			}
			_, err = c.Ready.PublishWorkflow(c.ctx, w.ID)
			expect.Equal(t, test.about, strings.Join(expect.Fields(err), ", "), test.print)
		}
		_, err := c.Ready.CreateWorkflow(c.ctx, ready.Workflow{Feature: "none", Title: both("No")})
		expect.Refused(t, "of no feature", err, base.NotFound)
	})
}

// Each department reads a version behind a link of its own, and says so once for each reader.
func TestReadingAWorkflow(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.published()
		lab, nurses := c.Ready.Token(w, "Laboratory"), c.Ready.Token(w, "Nursing")
		r := must(c.Ready.Reading(c.ctx, lab))
		expect.Equal(t, "behind the link", r.Department+" "+r.Workflow.ID, "Laboratory a-result-comes")
		expect.Equal(t, "opening it says nothing", len(must(c.Ready.Versions(c.ctx, w.ID)).Published.Reads), 0)

		nobody := context.WithoutCancel(t.Context()) // has no account
		must(c.Ready.HaveRead(nobody, lab, " Mei  Lin "))
		must(c.Ready.HaveRead(nobody, lab, "mei lin"))
		must(c.Ready.HaveRead(nobody, nurses, "Mei Lin"))
		reads := must(c.Ready.Versions(c.ctx, w.ID)).Published
		expect.Equal(t, "of the laboratory", reads.ReadBy("Laboratory"), []ready.Read{{Department: "Laboratory", Name: "Mei Lin", At: c.Clock.Now()}})
		expect.Equal(t, "of the nurses", len(reads.ReadBy("Nursing")), 1)

		for about, name := range map[string]string{"nobody": "  ", "a long name": strings.Repeat("ñ", 101)} {
			_, err := c.Ready.HaveRead(nobody, lab, name)
			expect.Refused(t, about, err, base.Invalid)
		}
		_, err := c.Ready.Reading(c.ctx, "0000000000000000")
		expect.Refused(t, "no such link", err, base.NotFound)
		_, err = c.Ready.Reading(c.ctx, c.Ready.Token(w, "Finance"))
		expect.Refused(t, "a department that has no step", err, base.NotFound)

		must(c.Ready.SaveWorkflow(c.ctx, w))
		again := must(c.Ready.PublishWorkflow(c.ctx, w.ID))
		expect.Equal(t, "a new version is read anew", len(again.Reads), 0)
		expect.Equal(t, "the old link says that there is a newer one", must(c.Ready.Reading(c.ctx, lab)).Newer.Number, 2)
		expect.Equal(t, "the new one", must(c.Ready.Reading(c.ctx, c.Ready.Token(again, "Laboratory"))).Newer == nil, true)
	})
}

// Many who say at once that they have read it are all kept, up to a bound.
func TestManyReaders(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.published()
		token := c.Ready.Token(w, "Nursing")
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				if _, err := c.Ready.HaveRead(t.Context(), token, strings.Repeat("a", i+1)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		expect.Equal(t, "kept", len(must(c.Ready.Versions(c.ctx, w.ID)).Published.Reads), 20)
		for i := range 180 {
			must(c.Ready.HaveRead(t.Context(), token, fmt.Sprint("Nurse ", i)))
		}
		_, err := c.Ready.HaveRead(t.Context(), token, "One more")
		expect.Refused(t, "one more", err, base.Conflict)
		must(c.Ready.HaveRead(t.Context(), token, "Nurse 7")) // has said so already
	})
}
