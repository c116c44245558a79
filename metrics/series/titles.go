package series

import (
	"cmp"
	"strings"

	"soundings/cohorts/base"
)

// title returns a name or title as a label has it.
func (f *figures) title(words base.Words, id string) string { return titleIn(f.language, words, id) }

// titleIn returns a name or title in a language; the id of what has none.
func titleIn(language string, words base.Words, id string) string {
	return cmp.Or(words.In(language), id)
}

// labelValue returns a text that Prometheus takes.
func labelValue(text string) string { return strings.ToValidUTF8(text, "�") }
