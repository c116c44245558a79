package cohorts

import "testing"

func TestTidyTakesBlanksAway(t *testing.T) {
	got := Participant{
		Ref: " P-001 ", Group: Patient, Name: "\tAna Peña ", Email: " ana@example.org", Phone: "615-555-0134 ", Language: " es",
		Attributes: map[string]string{" site ": " north ", "ward": "  "},
	}.tidy()
	want := Participant{
		Ref: "P-001", Group: Patient, Name: "Ana Peña", Email: "ana@example.org", Phone: "615-555-0134", Language: "es",
		Attributes: map[string]string{"site": "north"},
	}
	if !got.Same(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !(Participant{}).Same(Participant{Version: 3, Attributes: map[string]string{}}) {
		t.Error("a version, or a map with nothing in it, makes a difference")
	}
}

func TestSearchParticipants(t *testing.T) {
	for typed, want := range map[string]ParticipantQuery{
		" Ana@Example.org ": {Email: "Ana@Example.org"},
		"615-555-0134":      {Phone: "615-555-0134"},
		"(615) 555-0134":    {Phone: "(615) 555-0134"},
		"+1 615 555 0134":   {Phone: "+1 615 555 0134"},
		"P-001":             {Ref: "P-001"},
		"p_ana":             {Ref: "p_ana"},
		"Peña":              {Word: "Peña"},
		"Ana Peña":          {Word: "Peña"},
		"García-López":      {Word: "García"},
		"T. O'Brien":        {Word: "Brien"},
		"...":               {Word: "..."},
		"":                  {},
	} {
		equal(t, typed, SearchParticipants(typed), want)
	}
}
