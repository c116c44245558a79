package store

import (
	"soundings/cohorts/base"
	"soundings/cohorts/ready"
)

// readies has help, what is required, and a workflow that one department has read.
func (c *example) readies() error {
	steps := []ready.Step{{Department: "Nursing", Role: "Triage nurse", Text: base.Words{"en": "Answer within a day."}}}
	w := ready.Workflow{ID: "messages", Number: 1, Feature: exampleFeature, Title: base.Words{"en": "A message comes"}, Steps: steps, Changed: c.at}
	return inTurn(func() error {
		return c.s.SaveHelp(c.ctx, ready.Help{Feature: exampleFeature, Changed: c.at, Questions: []ready.Question{{
			Question: base.Words{"en": "Who answers?"}, Answer: base.Words{"en": "A nurse."},
		}}, Film: base.Words{"en": "https://films.example.org/messages"}, Limits: base.Words{"en": "No pictures yet."}})
	}, func() error { return c.s.SaveHelp(c.ctx, ready.Help{Feature: ready.GettingIn, Changed: c.at}) },
		func() error {
			return c.s.SaveRequirements(c.ctx, ready.Requirements{Feature: exampleFeature, Must: []ready.Requirement{ready.Helped}})
		},
		func() error { return c.s.SaveWorkflow(c.ctx, "save", w) },
		func() error {
			w.Version, w.Published, w.Links = 1, c.at, []string{"hash-of-a-token"}
			w.Reads = []ready.Read{{Department: "Nursing", Name: "Ana Ruiz", At: c.at}}
			return c.s.SaveWorkflow(c.ctx, "publish", w)
		})
}
