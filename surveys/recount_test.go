package surveys_test

import (
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys"
)

// Figures of a survey and of invitations that are not what their facts add up to are named; somebody who was removed
// leaves theirs behind.
func TestDoctoredFiguresAreFound(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		asked := c.Invited(t, v, refs(4)...)
		for _, ref := range refs(3) {
			c.Send(t, asked[ref], -1, surveys.Submit, "helped=no")
		}
		right := func(about string, responses, invitations int) {
			t.Helper()
			expect.Equal(t, about, must(c.Surveys.Recount(c.ctx)), surveys.Recount{Responses: responses, Surveys: 1})
			expect.Equal(t, about, must(c.Contact.Recount(c.ctx)), contact.Recount{Invitations: invitations, Subjects: 2})
		}
		right("still pending", 3, 8)
		c.Fold(t)
		right("folded", 3, 8)

		c.doctor(t, "responses/"+v.ID)
		expect.Equal(t, "responses", must(c.Surveys.Recount(c.ctx)).Different, []string{v.ID})
		c.doctor(t, "invitations/survey/"+v.ID)
		expect.Equal(t, "invitations", must(c.Contact.Recount(c.ctx)).Different, []string{"survey " + v.ID})
	})
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		asked := c.Invited(t, v, refs(4)...)
		c.Send(t, asked["P-0001"], -1, surveys.Submit, "helped=no")
		must(0, c.Cohorts.RemoveParticipant(c.ctx, "P-0001"))
		expect.Equal(t, "with somebody removed", must(c.Contact.Recount(c.ctx)).Different, nil)
		expect.Equal(t, "their response counts", must(c.Surveys.Recount(c.ctx)), surveys.Recount{Responses: 1, Surveys: 1})
	})
}

// doctor takes one from the first figure of a rollup.
func (c *clinic) doctor(t *testing.T, id string) {
	t.Helper()
	var doc bson.M
	kept := must(c.Engine.Get(c.ctx, "rollups", id))
	if err := bson.Unmarshal(kept[0], &doc); err != nil {
		t.Fatal(err)
	}
	first := doc["counts"].(bson.A)[0].(bson.M)
	first["n"] = first["n"].(int32) - 1
	version := doc["version"].(int64)
	doc["version"] = version + 1
	must(0, c.Engine.Write(c.ctx, []engine.Change{{Op: engine.Replace, Collection: "rollups", ID: id, Version: version, Doc: must(bson.Marshal(doc))}}))
}
