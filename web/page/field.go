package page

import (
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/web/texts"
)

// Field is one labelled input as the part "field" draws it. Templates make it of the page's form:
// {{template "field" (.Field "name" "cohort.name" "text").Optional}}.
type Field struct {
	texts.Printer
	Name     string
	Label    string
	Hint     string
	Kind     string // text, email, tel, password, new-password, number, date, file, textarea, select, choices, check
	Value    string
	Problem  string
	Options  []Option // select, choices
	Maybe    bool     // marked as optional
	Auto     string   // autocomplete: "username"
	ID       string   // what stands in its id in place of Name, where a page has the field twice
	Language string   // of what is typed, where it is not the page's
	form     Form
	values   []string // all that the form holds under Name
}

// Field makes an input of what the form holds under its name. label and hint are texts' ids.
func (p Page) Field(name, label, kind string, hint ...string) Field {
	f := Field{
		Printer: p.Printer, Name: name, Label: p.T(label), Kind: kind,
		Value: p.Form.Value(name), Problem: p.Form.Problem(name), form: p.Form, values: p.Form.Values[name],
	}
	p.Form.named(name, f.Label)
	for _, id := range hint {
		f.Hint = p.T(id)
	}
	return f
}

// InEach makes an input for a text in each language of the clinic, as "name.en" and "name.es".
func (p Page) InEach(name, label, kind string, hint ...string) []Field {
	fields := make([]Field, len(p.Languages))
	for i, l := range p.Languages {
		fields[i] = p.Field(name+"."+l.Code, label, kind, hint...)
		fields[i].Language = l.Code
		if len(p.Languages) > 1 {
			fields[i].Label = p.T("field.in", "Field", fields[i].Label, "Language", p.T("language."+l.Code))
		}
	}
	return fields
}

// Optional marks a field that may stay empty.
func (f Field) Optional() Field {
	f.Maybe = true
	return f
}

// Of gives a select or a list of choices its options. What the form holds is chosen; where it holds nothing, what the
// options say.
func (f Field) Of(options []Option) Field {
	f.Options = make([]Option, len(options))
	for i, o := range options {
		if len(f.values) > 0 {
			o.Chosen = slices.Contains(f.values, o.Value)
		}
		f.Options[i] = o
	}
	return f
}

// Called gives the field a label that is no text of the catalogue, as an attribute's name.
func (f Field) Called(label string) Field {
	f.Label = label
	f.form.named(f.Name, label)
	return f
}

// Holds gives the field a value where the form holds none.
func (f Field) Holds(value string) Field {
	if len(f.values) == 0 {
		f.Value = value
	}
	return f
}

// Fills says what a browser may fill in: "username", "current-password".
func (f Field) Fills(what string) Field {
	f.Auto = what
	return f
}

// Mark returns what the input's id is made of.
func (f Field) Mark() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// Type returns the input's type.
func (f Field) Type() string {
	if f.Kind == "new-password" {
		return "password"
	}
	return f.Kind
}

// Keeps reports whether the input shows again what was typed: never a password.
func (f Field) Keeps() bool { return f.Type() != "password" && f.Kind != "file" }

// Described returns the ids of what explains the input to a screen reader.
func (f Field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, "h-"+f.Mark())
	}
	if f.Problem != "" {
		ids = append(ids, "e-"+f.Mark())
	}
	return strings.Join(ids, " ")
}

// GroupOptions offers the stakeholder groups.
func (p Page) GroupOptions(chosen cohorts.Group) []Option {
	var options []Option
	for _, g := range cohorts.Groups() {
		options = append(options, Option{Value: string(g), Text: p.T("group." + string(g)), Chosen: g == chosen})
	}
	return options
}

// Option is one choice of a field.
type Option struct {
	Value  string
	Text   string
	Chosen bool
}
