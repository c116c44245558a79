package base

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// Every tag that fails is a field named as in JSON, with a text of its own for lengths and for numbers of items.
func TestCheck(t *testing.T) {
	type input struct {
		Ref    string            `json:"ref" validate:"required,max=4,ref"`
		Phone  string            `json:"phone" validate:"omitempty,phone"`
		Kind   string            `json:"kind" validate:"omitempty,oneof=a b"`
		Number int               `json:"number" validate:"max=9"`
		Day    string            `json:"day" validate:"omitempty,datetime=2006-01-02"`
		Hour   string            `json:"hour" validate:"omitempty,datetime=15:04"`
		Why    string            `json:"why" validate:"required_if=Kind b"`
		Things []string          `json:"things" validate:"max=1"`
		Named  map[string]string `json:"named" validate:"dive,keys,attribute,endkeys"`
	}
	for _, c := range []struct {
		about string
		input input
		want  string
	}{
		{"nothing wrong", input{Ref: "P-1", Phone: "615-555-0134", Kind: "a", Number: 9, Day: "2027-03-31", Hour: "20:00"}, ""},
		{"no day", input{Ref: "P-1", Day: "3/31/2027"}, "day: error.date map[Limit:2006-01-02]"},
		{"no hour", input{Ref: "P-1", Hour: "8 pm"}, "hour: error.time map[Limit:15:04]"},
		{"missing", input{}, "ref: error.required map[Limit:]"},
		{"too long", input{Ref: "P-001"}, "ref: error.max_length map[Limit:4]"},
		{"no ref", input{Ref: "P 1"}, "ref: error.ref map[Limit:]"},
		{"no telephone", input{Ref: "P-1", Phone: "home"}, "phone: error.phone map[Limit:]"},
		{"too large", input{Ref: "P-1", Number: 10}, "number: error.max map[Limit:9]"},
		{"not a choice", input{Ref: "P-1", Kind: "c"}, "kind: error.oneof map[Choices:a, b]"},
		{"required in this kind", input{Ref: "P-1", Kind: "b"}, "why: error.required map[Limit:Kind b]"},
		{"too many", input{Ref: "P-1", Things: []string{"a", "b"}}, "things: error.max_items map[Limit:1]"},
		{"a bad name", input{Ref: "P-1", Named: map[string]string{"a.b": "x"}}, "named[a.b]: error.attribute map[Limit:]"},
	} {
		got := ""
		var refused *Error
		if err := Check(c.input); errors.As(err, &refused) {
			for _, f := range refused.Fields {
				got += fmt.Sprintf("%s: %s %v", f.Name, f.Text.ID, f.Text.Args)
			}
		} else if err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
	}
}

// A code is seen through wrapping, and the text for logs names fields and never what was sent.
func TestErrors(t *testing.T) {
	err := InvalidFields(Field{"email", T("error.email", "Sent", "ana-at-home")})
	if got := err.Error(); got != "invalid: error.fields; email: error.email" {
		t.Errorf("the log would say %q", got)
	}
	wrapped := fmt.Errorf("keeping: %w", ErrChanged)
	for _, c := range []struct {
		err  error
		code Code
		want bool
	}{{wrapped, Conflict, true}, {wrapped, Invalid, false}, {err, Invalid, true}, {errors.New("a fault"), Invalid, false}, {nil, Invalid, false}} {
		if IsCode(c.err, c.code) != c.want {
			t.Errorf("%v is %s: %v", c.err, c.code, !c.want)
		}
	}
	if InvalidFields() != nil {
		t.Error("no field is an error")
	}
}

// The actor travels in the context; without one Soundings itself acts.
func TestActor(t *testing.T) {
	if got := ActorFrom(t.Context()); got != (Actor{Kind: ActorSystem}) {
		t.Errorf("without an actor: %v", got)
	}
	ana := Actor{ActorStaff, "ana"}
	if got := ActorFrom(WithActor(t.Context(), ana)); got != ana {
		t.Errorf("got %v, want %v", got, ana)
	}
}

// counting is a source of bytes that are all different.
type counting struct{ next byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = c.next
		c.next++
	}
	return len(p), nil
}

// Ordered ids sort by the time at which they were made, and those of one moment differ.
func TestNewOrderedID(t *testing.T) {
	now, random := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC), &counting{next: 200}
	var ids []string
	for n := range 4 {
		ids = append(ids, NewOrderedID(now.Add(time.Duration(n)*time.Millisecond), random))
	}
	if !slices.IsSorted(ids) || len(ids[0]) != 16 {
		t.Errorf("ids are %v", ids)
	}
	if another := NewOrderedID(now, random); another == ids[0] {
		t.Error("two ids of one moment are the same")
	}
}

// Spread calls its function once for every number.
func TestSpread(t *testing.T) {
	calls := make([]int, 1000)
	Spread(len(calls), func(i int) { calls[i]++ })
	if slices.ContainsFunc(calls, func(n int) bool { return n != 1 }) {
		t.Error("some calls were left out or made twice")
	}
}
