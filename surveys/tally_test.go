package surveys

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"soundings/cohorts"
)

// written returns a tally in a form that can be compared.
func written(t interface{ Fatal(...any) }, tally any) string {
	b, err := json.Marshal(tally)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func response(v Survey, group cohorts.Group, typed Answers) Response {
	answers, _ := v.decode(typed)
	return Response{Group: group, Answers: answers, Scores: v.Score(answers)}
}

func TestTally(t *testing.T) {
	v := portal(t)
	var tally Tally
	best := sus(5, 1, 5, 1, 5, 1, 5, 1, 5, 1)
	best["helped"], best["used"], best["hours"] = []string{"yes"}, []string{"mail", "labs"}, []string{"0.5"}
	tally.Add(v, response(v, cohorts.Patient, best))
	tally.Add(v, response(v, cohorts.Patient, said("helped=no", "why=slow")))
	tally.Add(v, response(v, cohorts.Patient, said("helped=no", "why=wrong", "again=0")))
	tally.Add(v, response(v, cohorts.Staff, said("helped=yes", "used=mail")))
	tally.Add(v, Response{Group: cohorts.Staff, Answers: said("gone=1"), Scores: map[string]float64{"gone": 3}}) // of no question

	patients := tally.Groups[cohorts.Patient]
	equal(t, "patients", patients.Completed, 3)
	equal(t, "helped", written(t, patients.Fields["helped"]), `{"N":3,"Values":{"no":2,"yes":1}}`)
	equal(t, "used, two by one person", written(t, patients.Fields["used"]), `{"N":1,"Values":{"labs":1,"mail":1}}`)
	equal(t, "why: only how many", written(t, patients.Fields["why"]), `{"N":2,"Values":{}}`)
	equal(t, "an item", written(t, patients.Fields["sus.2"]), `{"N":1,"Values":{"1":1}}`)
	equal(t, "the score", written(t, patients.Scores), `{"sus":{"N":1,"Values":{"100":1}}}`)
	equal(t, "nobody of the staff", tally.Groups[cohorts.Staff].Fields["again"] == nil, true)

	total := tally.Total()
	equal(t, "all", total.Completed, 5)
	equal(t, "helped, all", written(t, total.Fields["helped"]), `{"N":4,"Values":{"no":2,"yes":2}}`)
	equal(t, "fields, all", len(total.Fields), 15)
	equal(t, "patients afterwards", patients.Fields["helped"].N, 3)
	equal(t, "nothing", written(t, Tally{}.Total()), `{"Completed":0,"Fields":{},"Scores":{}}`)
}

// In which order responses come makes no difference, and the total is what one group of all would be.
func TestTallyInAnyOrder(t *testing.T) {
	v := portal(t)
	rapid.Check(t, func(t *rapid.T) {
		var all []Response
		for range rapid.IntRange(0, 20).Draw(t, "responses") {
			typed := Answers{
				"helped": {rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "helped")}, "why": {rapid.SampledFrom([]string{"", "slow"}).Draw(t, "why")},
				"used":  rapid.SliceOfN(rapid.SampledFrom([]string{"mail", "labs", "visits"}), 0, 3).Draw(t, "used"),
				"again": {rapid.SampledFrom([]string{"0", "10", "x"}).Draw(t, "again")},
			}
			all = append(all, response(v, rapid.SampledFrom(cohorts.Groups()).Draw(t, "group"), typed))
		}
		var one, other, together Tally
		for _, r := range all {
			one.Add(v, r)
		}
		for _, r := range rapid.Permutation(all).Draw(t, "order") {
			other.Add(v, r)
			r.Group = cohorts.Patient
			together.Add(v, r)
		}
		if written(t, one) != written(t, other) || written(t, one.Total()) != written(t, together.Total()) {
			t.Fatalf("%s is not %s", written(t, one), written(t, other))
		}
	})
}
