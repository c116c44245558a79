package upload

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts/base"
)

// A column goes where the mapping says, else where its own name does.
func TestMapping(t *testing.T) {
	m := Mapping{"Patient ID": "ref", "Notes": ""}
	for column, want := range map[string]string{" Patient ID ": "ref true", "Notes": " true", " Site": "Site false"} {
		to, mapped := m.Of(column)
		equal(t, column, fmt.Sprint(to, " ", mapped), want)
	}
	equal(t, "known", m.Known([]string{" Notes ", "Patient ID", "Site"}), nil)
	err := Mapping{"ID": "ref", "b": ""}.Known([]string{"a", " b "})
	if !base.IsCode(err, base.Invalid) || !strings.Contains(err.Error(), "map: import.no_column") {
		t.Errorf("a column that the file does not have: %v", err)
	}
}

// Columns are found by their usual names however they are written, the likeliest names first.
func TestFind(t *testing.T) {
	list := []Usual[int]{{1, "ref patientid codigo"}, {2, "email mail"}}
	for header, want := range map[string]string{
		"Name":                       "",
		"Mail,Código,Patient-ID,REF": "1=REF 1=Patient-ID 1=Código 2=Mail",
		"e-mail,E Mail, (mail) ":     "2=e-mail 2=E Mail 2=(mail)",
	} {
		var found []string
		for _, f := range Find(strings.Split(header, ","), list) {
			found = append(found, fmt.Sprint(f.Column, "=", f.Name))
		}
		equal(t, header, strings.Join(found, " "), want)
	}
}
