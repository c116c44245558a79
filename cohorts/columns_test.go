package cohorts

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts/upload"
)

// Where the columns of a file go: by their own names, or as a mapping says.
func TestColumns(t *testing.T) {
	for _, c := range []struct {
		about   string
		header  string
		mapping upload.Mapping
		columns string
		wrong   []string
	}{
		{"by their names", "ref,Group,site", nil, "ref|group|site", nil},
		{"mapped", "Patient ID,Kind,Age", upload.Mapping{"Patient ID": "ref", "Kind": "Group", "Age": "age"}, "ref|group|age", nil},
		{"left out", "ref,Notes,", upload.Mapping{"Notes": "", "": ""}, "ref||", nil},
		{"left out is not twice", "ref,a,b", upload.Mapping{"a": "", "b": ""}, "ref||", nil},
		{"two for one place", "ref,a,b", upload.Mapping{"a": "site", "b": "site"}, "ref|site|site", []string{"1 site: import.column_twice"}},
		{"a name that is none", "ref,a", upload.Mapping{"a": "x.y"}, "ref|x.y", []string{"1 x.y: import.column_name"}},
		{"nothing for the ref", "ref,a", upload.Mapping{"ref": "id"}, "id|a", []string{"1 ref: import.no_ref"}},
	} {
		columns, wrong := columnsOf(strings.Split(c.header, ","), c.mapping)
		equal(t, c.about, strings.Join(columns, "|"), c.columns)
		equal(t, c.about, says(wrong), c.wrong)
	}
}

// What a column most likely means, or where it went the last time.
func TestGuess(t *testing.T) {
	for _, c := range []struct {
		header string
		last   upload.Mapping
		want   string
	}{
		{"Patient ID,Group,E-Mail,Teléfono,Preferred language,Site", nil, "E-Mail=email Group=group Patient ID=ref Preferred language=language Teléfono=phone"},
		{"ID,Site", upload.Mapping{"Site": "clinic", "Other": "x"}, "ID=ref Site=clinic"},
		{"ID,Ref", nil, ""}, // which of the two?
		{"ID,Ref", upload.Mapping{"Ref": "ref"}, "Ref=ref"},
		{"ref,Notes", upload.Mapping{"Notes": ""}, "Notes= ref=ref"},
	} {
		m := guess(strings.Split(c.header, ","), c.last)
		var got []string
		for _, name := range slices.Sorted(maps.Keys(m)) {
			got = append(got, name+"="+m[name])
		}
		equal(t, c.header, strings.Join(got, " "), c.want)
	}
}

// An attribute that is a day by its name is a day that there is.
func TestDates(t *testing.T) {
	for attribute, days := range map[string]map[string]bool{
		"born":          {"1950-02-28": true, "1950-02-30": false, "28/02/1950": false, "1950": false, "2024-02-29": true, "2023-02-29": false},
		"Date of birth": {"1950-13-01": false, "1950-12-01": true}, "birth_date": {"soon": false}, "Fecha de nacimiento": {"soon": false},
		"site": {"soon": true}, "stubborn": {"very": true}, "updates": {"weekly": true},
	} {
		for day, right := range days {
			err := Participant{Ref: "a", Group: Patient, Attributes: map[string]string{attribute: day}}.check()
			if (err == nil) != right {
				t.Errorf("%s %s: %v", attribute, day, bad(t, err))
			}
		}
	}
}
