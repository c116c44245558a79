package cohorts_test

import (
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

// The consent wording is kept version by version; saving the same words makes no new version.
func TestConsentWording(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		expect.Equal(t, "before set-up", must(c.Cohorts.Clinic(c.ctx)).Version, int64(0))
		expect.Equal(t, "before set-up", must(c.Cohorts.ConsentWording(c.ctx)).Number, 0)
		harbor := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en"}, TimeZone: "America/Chicago", Demo: true}
		care := func(text string) map[string]cohorts.ConsentText {
			return map[string]cohorts.ConsentText{"en": {Care: text}}
		}
		for _, save := range []struct {
			texts  map[string]cohorts.ConsentText
			number int
		}{{nil, 0}, {care("same"), 1}, {care("same"), 1}, {care("the same"), 2}, {nil, 3}} {
			if err := c.Cohorts.SaveClinic(c.ctx, harbor, save.texts); err != nil {
				t.Fatal(err)
			}
			w := must(c.Cohorts.ConsentWording(c.ctx))
			expect.Equal(t, "wording", w.Number, save.number)
			expect.Equal(t, "wording", w.Texts["en"], save.texts["en"])
			harbor.TimeZone, harbor.Demo = "Europe/Berlin", false
		}
		expect.Equal(t, "what set-up fixed", must(c.Cohorts.Clinic(c.ctx)).TimeZone, "America/Chicago")
		expect.Equal(t, "an older wording", must(c.Store.ConsentWording(c.ctx, 1)).Texts, care("same"))
		_, err := c.Store.ConsentWording(c.ctx, 9)
		expect.Refused(t, "none", err, base.NotFound)
	})
}

// A clinic may raise the bounds of figures; settings that say nothing of them leave them as they are.
func TestBoundsAreRaised(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		harbor := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en"}, TimeZone: "UTC"}
		harbor.Bounds = map[cohorts.Group]int{cohorts.Staff: 8}
		must(0, c.Cohorts.SaveClinic(c.ctx, harbor, nil))
		harbor.Bounds = nil
		must(0, c.Cohorts.SaveClinic(c.ctx, harbor, nil))
		expect.Equal(t, "bounds", must(c.Cohorts.Clinic(c.ctx)).Bounds, map[cohorts.Group]int{cohorts.Staff: 8})
		for _, bad := range []map[cohorts.Group]int{{cohorts.Staff: 0}, {"everybody": 8}} {
			harbor.Bounds = bad
			expect.Refused(t, "none, or of no group", c.Cohorts.SaveClinic(c.ctx, harbor, nil), base.Invalid)
		}
	})
}
