package cohorts

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

func TestCheckNamesEachBadField(t *testing.T) {
	good := Participant{Ref: "P-001", Group: Patient}
	many := map[string]string{}
	for i := range 21 {
		many[fmt.Sprint("site ", i)] = "north"
	}
	for _, c := range []struct {
		about  string
		change func(*Participant)
		want   []string
	}{
		{"the least there can be", func(*Participant) {}, nil},
		{"no ref", func(p *Participant) { p.Ref = "" }, []string{"ref: error.required"}},
		{"a ref with a blank", func(p *Participant) { p.Ref = "P 1" }, []string{"ref: error.ref"}},
		{"a ref that begins with a dash", func(p *Participant) { p.Ref = "-1" }, []string{"ref: error.ref"}},
		{"a ref of 64 characters", func(p *Participant) { p.Ref = strings.Repeat("a", 64) }, nil},
		{"a ref of 65 characters", func(p *Participant) { p.Ref = strings.Repeat("a", 65) }, []string{"ref: error.max_length"}},
		{"no group", func(p *Participant) { p.Group = "" }, []string{"group: error.required"}},
		{"an unknown group", func(p *Participant) { p.Group = "friend" }, []string{"group: error.oneof"}},
		{"another language", func(p *Participant) { p.Language = "fr" }, []string{"language: error.oneof"}},
		{"a mail address", func(p *Participant) { p.Email = "Ana@example.org" }, nil},
		{"no mail address", func(p *Participant) { p.Email = "ana at example" }, []string{"email: error.email"}},
		{"a name of 200 letters", func(p *Participant) { p.Name = strings.Repeat("ñ", 200) }, nil},
		{"a name of 201 letters", func(p *Participant) { p.Name = strings.Repeat("ñ", 201) }, []string{"name: error.max_length"}},
		{"an attribute", func(p *Participant) { p.Attributes = map[string]string{"Año de nacimiento": "1950"} }, nil},
		{"an attribute with a dot in its name", func(p *Participant) { p.Attributes = map[string]string{"a.b": "x"} },
			[]string{"attributes[a.b]: error.attribute"}},
		{"a long attribute", func(p *Participant) { p.Attributes = map[string]string{"site": strings.Repeat("x", 101)} },
			[]string{"attributes[site]: error.max_length"}},
		{"21 attributes", func(p *Participant) { p.Attributes = many }, []string{"attributes: error.max_items"}},
		{"two at once", func(p *Participant) { p.Email, p.Phone = "x", "y" }, []string{"email: error.email", "phone: error.phone"}},
	} {
		p := good
		c.change(&p)
		equal(t, c.about, bad(t, base.Check(p)), c.want)
	}
}

func TestCheckTelephones(t *testing.T) {
	for phone, fine := range map[string]bool{
		"615-555-0134": true, "(615) 555-0134": true, "+1 615 555 0134": true, "+52 (55) 5555-0134": true, "615.555.0134": true,
		"12345": true, "1234": false, "call me": false, "615-555-0134 x": false, "+": false,
	} {
		if got := base.Check(Participant{Ref: "a", Group: Staff, Phone: phone}) == nil; got != fine {
			t.Errorf("%q is accepted: %v, want %v", phone, got, fine)
		}
	}
}

func TestCheckOtherInput(t *testing.T) {
	clinic := Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en", "es"}}
	for _, c := range []struct {
		about string
		input any
		want  []string
	}{
		{"a clinic", clinic, nil},
		{"a clinic without anything", Clinic{}, []string{"languages: error.required", "name: error.required", "phone: error.required"}},
		{"a clinic with a language twice", Clinic{Name: "H", Phone: "615-555-0100", Languages: []string{"en", "en"}},
			[]string{"languages: error.unique"}},
		{"a clinic in French", Clinic{Name: "H", Phone: "615-555-0100", Languages: []string{"fr"}}, []string{"languages[0]: error.oneof"}},
		{"a cohort", Cohort{Name: base.Words{"en": "First wave", "es": "First wave"}}, nil},
		{"a cohort for fewer than none", Cohort{Name: base.Words{"en": "First wave", "es": "First wave"}, Capacity: -1}, []string{"capacity: error.min"}},
		{"a cohort for everybody", Cohort{Name: base.Words{"en": "First wave", "es": "First wave"}, Capacity: 100001}, []string{"capacity: error.max"}},
		{"a consent text", ConsentText{Care: strings.Repeat("é", 2000)}, nil},
		{"a long consent text", ConsentText{Care: strings.Repeat("é", 2001)}, []string{"care: error.max_length"}},
	} {
		equal(t, c.about, bad(t, base.Check(c.input)), c.want)
	}
}

// An error names fields and never what was sent, so that it can be logged.
func TestErrorsKeepQuiet(t *testing.T) {
	err := base.Check(Participant{Ref: "P-001", Group: Patient, Email: "ana-at-home", Phone: "none of yours"})
	if text := err.Error(); strings.Contains(text, "ana") || strings.Contains(text, "yours") || !strings.Contains(text, "email: error.email") {
		t.Errorf("the error says %q", text)
	}
	if !base.IsCode(fmt.Errorf("keeping: %w", base.ErrChanged), base.Conflict) || base.IsCode(err, base.Conflict) || base.IsCode(nil, base.Conflict) {
		t.Error("codes are not seen through wrapping")
	}
}
