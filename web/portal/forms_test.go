package portal

import (
	"errors"
	"testing"

	"soundings/cohorts/base"
	"soundings/web/page"
)

// A ramp is written as it is read.
func TestARampAsText(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"", ""},
		{"5, 25,100", "5, 25, 100"},
		{"5% 50%\n100%", "5, 50, 100"},
		{"5;24, 50;;20, 100;0.5;3", "5;24, 50;;20, 100;0.5;3"},
	} {
		steps, err := typedRamp(c.typed)
		if got := rampText(steps); err != nil || got != c.want {
			t.Errorf("%q is read as %q: %v", c.typed, got, err)
		}
	}
	for _, bad := range []string{"five", "5;day", "5;24;some", "5;24;20;1"} {
		if _, err := typedRamp(bad); !base.IsCode(err, base.Invalid) {
			t.Errorf("%q is a ramp: %v", bad, err)
		}
	}
}

// A refusal stands at a field that the form has.
func TestRefusalsStandAtFields(t *testing.T) {
	onPlan := func(err error) error {
		var refusal *base.Error
		errors.As(err, &refusal)
		return onWhole(page.Invalid(planField(refusal.Fields[0].Name), "error.required"), "polls", "priorities", "must")
	}
	onEntry := func(err error) error { return onWhole(err, "audience") }
	for _, c := range []struct {
		form        func(error) error
		field, want string
	}{
		{featureRefusal, "name", "name.en"},
		{featureRefusal, "name.es", "name.es"},
		{featureRefusal, "key", "key"},
		{settingsRefusal, "ramp[1]", "ramp"},
		{settingsRefusal, "ramp[1].answers", "ramp"},
		{settingsRefusal, "percent", "ramp"},
		{settingsRefusal, "gates.margin", "gates.margin"},
		{settingsRefusal, "gates.baseline.sd", "gates.baseline.sd"},
		{onEntry, "audience[2]", "audience"},
		{onEntry, "title", "title"},
		{onPlan, "poll", "polls"},
		{onPlan, "polls[0]", "polls"},
		{onPlan, "priorities.bills", "priorities"},
		{onPlan, "must[3]", "must"},
		{onPlan, "efforts.bills", "efforts.bills"},
		{onPlan, "capacity", "capacity.1"},
		{onPlan, "features.bills.quarter", "quarter"},
		{onPlan, "features.bills", "feature"},
		{onPlan, "start", "start"},
	} {
		var refusal *base.Error
		if !errors.As(c.form(page.Invalid(c.field, "error.required")), &refusal) || refusal.Fields[0].Name != c.want {
			t.Errorf("%s stands at %v, not at %s", c.field, refusal, c.want)
		}
	}
	if err := onWhole(errors.New("lost"), "ramp"); base.IsCode(err, base.Invalid) || err == nil {
		t.Errorf("another error became %v", err)
	}
}

// The portal has a page of evaluations already where its header names its tag.
func TestEntityTags(t *testing.T) {
	for header, want := range map[string]bool{`"a"`: true, `W/"a"`: true, `"b", "a"`: true, `*`: true, `"b"`: false, ``: false, `a`: false} {
		if got := hasTag(header, `"a"`); got != want {
			t.Errorf("If-None-Match: %s names it: %v", header, got)
		}
	}
}
