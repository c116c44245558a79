package surveys_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// Saved on one device, it goes on on another: at the same page, with what was typed there, checked or not.
func TestSaveAndResume(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		i := c.Invited(t, v, "P-0001")["P-0001"]
		expect.Equal(t, "to the second page", shown(c.Send(t, i, 0, surveys.Next, "helped=yes")), "asking 1")
		expect.Equal(t, "saved", shown(c.Send(t, i, 1, surveys.Save, "hours=25")), "saved 1")
		c.Clock.Advance(72 * time.Hour)
		other := c.another(t)
		other.sees(t, i, "asking 1", "helped=yes hours=25")
		expect.Equal(t, "going on", shown(other.Send(t, i, 1, surveys.Next, "hours=24")), "asking 2")
		expect.Equal(t, "started and not finished", len(c.responses(t, v.ID)), 0)
		documents := strings.Join(c.Documents(t, "unfinished"), "")
		expect.Equal(t, "sealed", strings.Contains(documents, "helped") || strings.Contains(documents, "yes"), false)
	})
}

// Two devices at once: neither undoes what the other typed on another page, and the first to send is kept.
func TestTwoDevices(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		pages := servicestest.PortalPages(t)
		for p := range pages {
			for q := range pages[p].Questions {
				pages[p].Questions[q].Required = false
			}
		}
		v := c.Survey(t, "Portal", pages...)
		asked := c.Invited(t, v, refs(12)...)
		other := c.another(t)
		for ref, i := range asked {
			c.Send(t, i, 0, surveys.Save, "helped=yes")
			servicestest.Together(2, func(n int) error {
				if n == 0 {
					c.Send(t, i, 1, surveys.Save, "hours=3")
				} else {
					other.Send(t, i, 2, surveys.Save, "used=mail", "sus.1=4")
				}
				return nil
			})
			_, typed := c.look(t, i)
			expect.Equal(t, ref, typed, "helped=yes hours=3 sus.1=4 used=mail")
			ends := servicestest.Together(2, func(n int) surveys.Status {
				return []*clinic{c, other}[n].Send(t, i, 2, surveys.Submit, "used=labs").Status
			})
			expect.Equal(t, ref, servicestest.Count(ends), map[surveys.Status]int{surveys.Done: 1, surveys.Already: 1})
		}
		expect.Equal(t, "responses", len(c.responses(t, v.ID)), len(asked))
	})
}

// Many people send at once, each several times: each is answered thank-you once, and kept once.
func TestSubmitOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		people := refs(60)
		asked := c.Invited(t, v, people...)
		servers := []*clinic{c, c.another(t), c.another(t)}
		ends := servicestest.Together(3*len(people), func(n int) surveys.Status {
			i, at := asked[people[n/3]], servers[n%3]
			sheet, err := at.Surveys.Answer(at.ctx, i, surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said("helped=no", fmt.Sprint("why=try ", n))})
			if err != nil {
				t.Error(err)
			}
			return sheet.Status
		})
		expect.Equal(t, "told", servicestest.Count(ends), map[surveys.Status]int{surveys.Done: 60, surveys.Already: 120})
		var who []string
		for _, r := range c.responses(t, v.ID) {
			who = append(who, r.Ref)
		}
		slices.Sort(who)
		expect.Equal(t, "kept", who, people)
		counts := must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID))
		expect.Equal(t, "completed", []int{counts.States[contact.Completed], counts.Started, counts.Invited()}, []int{60, 60, 60})
	})
}
