package store_test

import (
	"strings"
	"testing"

	"soundings/cohorts/base/expect"
	"soundings/surveys"
)

// Free text is sealed; choices and numbers are in the open, so that they can be counted.
func TestResponsesAreSealed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Portal(t)
		i := c.Invited(t, v, "P-0001")["P-0001"]
		c.Send(t, i, 0, surveys.Save, "helped=no", "why=The nurse Zebulon was slow")
		c.Send(t, i, -1, surveys.Submit, "helped=no", "why=The nurse Zebulon was slow")
		documents := strings.Join(c.Documents(t), "\n")
		expect.Equal(t, "text", strings.Contains(documents, "Zebulon") || strings.Contains(documents, "nurse"), false)
		expect.Equal(t, "choice", strings.Contains(strings.Join(c.Documents(t, "responses"), ""), "helped"), true)
		kept, _, err := c.Store.Responses(c.ctx, v.ID, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "read again", kept[0].Answers["why"], []string{"The nurse Zebulon was slow"})
	})
}
