package base

import (
	"strings"
	"testing"
)

func TestNewID(t *testing.T) {
	equal(t, "id", NewID(strings.NewReader("0123456789")), "60RK4CSM6MV3EE1S")
	defer func() {
		if recover() == nil {
			t.Error("an id was made of too few random bytes")
		}
	}()
	NewID(strings.NewReader("012345678"))
}
