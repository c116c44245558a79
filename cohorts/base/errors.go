package base

import (
	"errors"
	"fmt"
	"strings"
)

// Code says what sort of refusal an Error is. One table in package web maps codes to HTTP statuses.
type Code string

// The refusals.
const (
	Invalid      Code = "invalid"      // what was sent is not acceptable; Fields name the places
	Unauthorized Code = "unauthorized" // nobody is signed in
	Forbidden    Code = "forbidden"    // signed in, but not allowed
	NotFound     Code = "not_found"    // no such thing
	Conflict     Code = "conflict"     // the thing is in a state in which this cannot be done, or was changed meanwhile
	Gone         Code = "gone"         // the thing was there, and is over
	TooLarge     Code = "too_large"    // more than this server takes at once
	Busy         Code = "busy"         // too many at once: try again later
)

// Text is a sentence of the message catalogue: the domain says which, package web says it in the reader's language.
type Text struct {
	ID   string         // in the catalogue, as "error.required"
	Args map[string]any // what the sentence mentions; "Count" chooses the plural
}

// T makes a Text of an id and pairs of names and values: T("error.max", "Max", 200).
func T(id string, pairs ...any) Text {
	t := Text{ID: id}
	for i := 0; i+1 < len(pairs); i += 2 {
		if t.Args == nil {
			t.Args = make(map[string]any, len(pairs)/2)
		}
		t.Args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return t
}

// Field is one bad input and what to do about it.
type Field struct {
	Name string // as it was sent: a JSON member, a form field, a question id
	Text Text
}

// Error is a refusal that the person or program who asked can understand and act on. Any other error is a fault.
type Error struct {
	Code   Code
	Text   Text
	Fields []Field
}

// Refuse makes an Error; pairs are as for T.
func Refuse(code Code, id string, pairs ...any) *Error {
	return &Error{Code: code, Text: T(id, pairs...)}
}

// InvalidFields refuses input because of these fields; with none it returns nil.
func InvalidFields(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: T("error.fields", "Count", len(fields)), Fields: fields}
}

// Error is for logs: codes, field names and message ids, never what was sent.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Code, e.Text.ID)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Name, f.Text.ID)
	}
	return b.String()
}

// IsCode reports whether err is or wraps an Error of this code.
func IsCode(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// ErrChanged is what a Store returns when a document was changed since it was read, or a new one is there already.
// Who can repeat the act reads again and does; to anybody else it is a Conflict.
var ErrChanged error = Refuse(Conflict, "error.changed")
