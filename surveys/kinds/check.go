package kinds

import "soundings/cohorts/base"

// maxText is how many characters one text of a survey may have.
const maxText = 1000

// Checker collects what is wrong with a part of a survey. Names are those of JSON, behind At.
type Checker struct {
	At     string // what all names begin with
	Fields []base.Field
}

// Bad notes that something is wrong with a member.
func (c *Checker) Bad(name, text string, pairs ...any) {
	c.Fields = append(c.Fields, base.Field{Name: c.At + name, Text: base.T(text, pairs...)})
}

// Words checks a text in several languages. A required one has words that an English reader is shown.
func (c *Checker) Words(name string, w base.Words, required bool) {
	if required && w.In("en") == "" {
		c.Bad(name, "error.required")
	}
	c.Fields = append(c.Fields, w.TooLong(c.At+name, maxText)...)
}
