package surveys

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
)

func exported(v Survey, typed Answers) Response {
	r := response(v, cohorts.Patient, typed)
	r.Ref, r.Cohort, r.Language, r.Version = "P-001", "first-wave", "es", 1
	r.Mode = Phone
	r.Submitted = time.Date(2027, 3, 1, 18, 30, 0, 0, time.FixedZone("", -6*3600))
	return r
}

func TestExportAsATable(t *testing.T) {
	v := portal(t)
	const items = "sus.1 sus.2 sus.3 sus.4 sus.5 sus.6 sus.7 sus.8 sus.9 sus.10"
	equal(t, "columns", strings.Join(v.Columns(), " "), "ref group cohort language mode submitted helped why used hours again "+items+" sus.score")

	typed := sus(5, 4, 2, 1, 2, 3, 2, 4, 5, 2)
	typed["helped"], typed["used"], typed["hours"] = []string{"yes"}, []string{"labs", "mail"}, []string{"0,5"}
	for _, c := range []struct {
		about string
		typed Answers
		want  string
	}{
		{"in full", typed, "P-001|patient|first-wave|es|phone|2027-03-02T00:30:00Z|yes||mail; labs|0.5||5|4|2|1|2|3|2|4|5|2|55"},
		{"hardly", said("helped=no", "why=a\nb"), "P-001|patient|first-wave|es|phone|2027-03-02T00:30:00Z|no|a\nb||||||||||||||"},
	} {
		row := v.Row(exported(v, c.typed))
		equal(t, c.about, strings.Join(row, "|"), c.want)
		equal(t, c.about, len(row), len(v.Columns()))
	}
}

func TestExportAsJSON(t *testing.T) {
	v := portal(t)
	for _, c := range []struct {
		about string
		typed Answers
		want  string
	}{
		{"each answer as what it is", said("helped=yes", "used=mail", "hours=0.5", "again=7", "sus.1=5"),
			`{"ref":"P-001","group":"patient","cohort":"first-wave","language":"es","mode":"phone","submitted":"2027-03-02T00:30:00Z","version":1,` +
				`"answers":{"again":7,"helped":"yes","hours":0.5,"sus.1":5,"used":["mail"]},"scores":{}}`},
		{"text as it was said", said("helped=no", "why=007"),
			`{"ref":"P-001","group":"patient","cohort":"first-wave","language":"es","mode":"phone","submitted":"2027-03-02T00:30:00Z","version":1,` +
				`"answers":{"helped":"no","why":"007"},"scores":{}}`},
	} {
		got, err := json.Marshal(v.Record(exported(v, c.typed)))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, c.about, string(got), c.want)
	}
}

// What a removed person answered is exported without free text and with no more than its day.
func TestExportOfNobodys(t *testing.T) {
	v := portal(t)
	r := Response{Group: "patient", Submitted: time.Date(2027, 3, 1, 18, 30, 0, 0, time.UTC), Answers: said("helped=no", "why=it was me")}
	row, record := strings.Join(v.Row(r), ","), v.Record(r)
	equal(t, "the row", row[:len(",patient,,,,2027-03-01,no,,")], ",patient,,,,2027-03-01,no,,")
	equal(t, "the record", fmt.Sprint(record.Submitted, record.Answers), "2027-03-01map[helped:no]")
	equal(t, "what was there", len(r.Answers), 2)
}
