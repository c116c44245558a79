package base

import (
	"errors"
	"testing"
)

// Revise begins anew as long as somebody else is quicker, and gives up on any other error.
func TestRevise(t *testing.T) {
	full := errors.New("disk full")
	for _, c := range []struct {
		about       string
		read        error
		change      error
		saves       []error
		value, want int
		err         error
	}{
		{"saved at once", nil, nil, []error{nil}, 1, 1, nil},
		{"saved at the third try", nil, nil, []error{ErrChanged, ErrChanged, nil}, 3, 3, nil},
		{"cannot be read", full, nil, nil, 0, 0, full},
		{"refused by the change, although it is a Conflict", nil, ErrChanged, nil, 1, 0, ErrChanged},
		{"cannot be saved", nil, nil, []error{full}, 1, 1, full},
	} {
		kept, tries := 0, 0
		got, err := Revise(
			func() (int, error) { return kept, c.read },
			func(v *int) error { *v++; return c.change },
			func(v int) error {
				tries++
				if err := c.saves[tries-1]; err != nil {
					if errors.Is(err, ErrChanged) {
						kept = tries // what somebody else saved
					}
					return err
				}
				kept = v
				return nil
			})
		if !errors.Is(err, c.err) || got != c.value || (c.err == nil && kept != c.want) {
			t.Errorf("%s: got %d and %v, kept %d", c.about, got, err, kept)
		}
		equal(t, c.about+": tries to save", tries, len(c.saves))
	}
}
