package answer

import (
	"testing"

	"soundings/web/texts"
)

// english returns what says texts in English.
func english(t *testing.T) texts.Printer {
	t.Helper()
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In("en")
}
