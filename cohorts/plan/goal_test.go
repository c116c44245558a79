package plan

import (
	"fmt"
	"math"
	"testing"
	"time"

	"soundings/cohorts/base"
)

// Goals that are accepted, and the reason why each other one is refused.
func TestGoalsAreChecked(t *testing.T) {
	for _, test := range []struct {
		name string
		e    Entry
		want []string
	}{
		{"a number of people", Entry{Figure: Active7, Target: 250}, nil},
		{"a share", Entry{Figure: EnrolledShare, Target: 80.5}, nil},
		{"all of them", Entry{Figure: FirstUse, Target: 100}, nil},
		{"of a feature", Entry{Figure: FeatureShare, Feature: "labs", Target: 40}, nil},
		{"of a survey", Entry{Figure: Score, Survey: "portal", Target: 72}, nil},
		{"no figure", Entry{Target: 5}, []string{"figure: error.oneof"}},
		{"one that was written freely", Entry{Figure: "active_members", Target: 5}, []string{"figure: error.oneof"}},
		{"a share above all", Entry{Figure: EnrolledShare, Target: 101}, []string{"target: plan.target_percent"}},
		{"no target", Entry{Figure: FirstUse}, []string{"target: plan.target_percent"}},
		{"no number", Entry{Figure: EnrolledShare, Target: math.NaN()}, []string{"target: plan.target_percent"}},
		{"half a member", Entry{Figure: Active28, Target: 2.5}, []string{"target: plan.target_count"}},
		{"more than there are", Entry{Figure: Active28, Target: math.Inf(1)}, []string{"target: plan.target_count"}},
		{"a score above the scale", Entry{Figure: Score, Survey: "portal", Target: 101}, []string{"target: plan.target_score"}},
		{"a feature that is not named", Entry{Figure: FeatureShare, Target: 40}, []string{"feature: error.required"}},
		{"a survey that is not named", Entry{Figure: ResponseRate, Target: 140}, []string{"survey: error.required", "target: plan.target_percent"}},
	} {
		e := test.e
		e.Kind, e.Title, e.Date = Goal, "A goal", time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		var got []string
		if err := e.Check(); err != nil {
			refused, ok := err.(*base.Error)
			if !ok {
				t.Fatal(err)
			}
			for _, f := range refused.Fields {
				got = append(got, f.Name+": "+f.Text.ID)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s: %v, not %v", test.name, got, test.want)
		}
	}
}
