package board_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base/expect"
)

// Whoever has the code of the break room comes by it in any spelling, until it is renewed.
func TestTheCodeOfTheBreakRoom(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		first := must(c.Board.Code(c.ctx))
		is := func(typed string) bool { return must(c.Board.IsCode(c.ctx, typed)) }
		expect.Equal(t, "in any spelling", fmt.Sprint(is(first), is("https://x.example/b/"+strings.ToLower(first)+"."), is("nothing"), is("")), "true true false false")
		if err := c.Board.RenewCode(c.ctx); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "renewed", fmt.Sprint(is(first), is(must(c.Board.Code(c.ctx)))), "false true")
		expect.Equal(t, "kept", c.Naming(t, first), []string(nil))
	})
}
