package kinds

import (
	"strings"
	"unicode/utf8"

	"soundings/cohorts/base"
)

// FreeText asks for people's own words.
const FreeText Type = "text"

func text() Kind {
	return Kind{
		Type: FreeText, Name: "question.type.text", About: "question.about.text", Missing: "answer.required",
		Members: []string{"max_length"}, Check: checkText, Decode: decodeText, Sealed: true, Native: asText,
	}
}

func checkText(q Question, c *Checker) {
	c.Words("text", q.Text, true)
	if q.MaxLength < 0 || q.MaxLength > 10000 {
		c.Bad("max_length", "survey.max_length")
	}
}

// lines ends every line the same way, and takes out what no text has and some databases and programs stop at.
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func decodeText(q Question, typed []string) ([]string, *base.Text) {
	words := lines.Replace(strings.ToValidUTF8(typed[0], "�"))
	if n := utf8.RuneCountInString(words); n > q.length() {
		return refuse("answer.too_long", "Limit", q.length(), "Count", n-q.length())
	}
	return []string{words}, nil
}

// length returns how many characters a text question takes.
func (q Question) length() int {
	if q.MaxLength == 0 {
		return 2000
	}
	return q.MaxLength
}
