package base

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Code is the kind of an Error. One table in package web maps codes to HTTP statuses.
type Code string

// The codes.
const (
	Invalid      Code = "invalid"      // the input is not acceptable; Fields name what is wrong
	Unauthorized Code = "unauthorized" // nobody is signed in
	Forbidden    Code = "forbidden"    // signed in, but not allowed
	NotFound     Code = "not_found"    // no such thing
	Conflict     Code = "conflict"     // the state of the thing does not allow it, or the thing was changed meanwhile
	Gone         Code = "gone"         // the thing was there, and is over
	TooLarge     Code = "too_large"    // more than this server takes at once
	Busy         Code = "busy"         // too many requests at once: try again later
	Unavailable  Code = "unavailable"  // what is kept can not be reached or not be written now: try again later
)

// Text is a sentence of the message catalogue. The domain chooses it, and package web renders it in the reader's language:
// so no rule depends on a language, and no sentence is hidden in a rule.
type Text struct {
	ID   string         // in the catalogue, as "error.required"
	Args map[string]any // by name; "Count" chooses the plural
}

// T returns the Text with an id and pairs of names and values, as T("error.max", "Limit", 200).
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

// Field is one bad field of an input, with a sentence that says how to correct it.
type Field struct {
	Name string // as sent: a JSON member, a form field or a question id
	Text Text
}

// Error is a refusal that the caller, a person or a program, can understand and act on. Any other error is internal: its
// cause goes to the log and is not shown.
type Error struct {
	Code   Code
	Text   Text
	Fields []Field
	Wait   time.Duration // after how long to try again; 0: nobody knows
}

// Refuse returns an Error; pairs are as for T.
func Refuse(code Code, id string, pairs ...any) *Error {
	return &Error{Code: code, Text: T(id, pairs...)}
}

// InvalidFields returns an Invalid Error with these fields, or nil when there are none.
func InvalidFields(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: T("error.fields", "Count", len(fields)), Fields: fields}
}

// Together makes one refusal of several, so that every mistake is named at once. What is no Invalid refusal comes first.
func Together(errs ...error) error {
	var fields []Field
	for _, err := range errs {
		var refusal *Error
		switch {
		case errors.As(err, &refusal) && refusal.Code == Invalid && len(refusal.Fields) > 0:
			fields = append(fields, refusal.Fields...)
		case err != nil:
			return err
		}
	}
	return InvalidFields(fields...)
}

// Besides returns an Invalid refusal of what was typed with what a rule says of further fields: a rule that saw nothing in a
// field which could not be read has nothing to add to it.
func Besides(typed, rule error) error {
	var first, second *Error
	if !errors.As(typed, &first) || !errors.As(rule, &second) || first.Code != Invalid || second.Code != Invalid {
		return Together(typed, rule)
	}
	fields := slices.Clone(first.Fields)
	for _, f := range second.Fields {
		if !slices.ContainsFunc(first.Fields, func(had Field) bool { return had.Name == f.Name }) {
			fields = append(fields, f)
		}
	}
	return InvalidFields(fields...)
}

// Error returns the code, field names and text ids for a log. It never contains what was sent.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Code, e.Text.ID)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Name, f.Text.ID)
	}
	return b.String()
}

// IsCode reports whether err is or wraps an Error with this code.
func IsCode(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// ErrChanged is the Conflict that a Store returns when a document was changed since it was read, or when a new one is
// there already. Revise reads again and repeats the change.
var ErrChanged error = Refuse(Conflict, "error.changed")
