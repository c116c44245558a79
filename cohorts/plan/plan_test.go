package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// year returns a plan with a capacity of 8 in each quarter, of features given as "mail 5 0.9" (effort and priority), with
// "needs=labs", "must" or "quarter=2" behind.
func year(features ...string) Plan {
	p := Plan{Title: "Year", Start: day("2027-01-01"), Capacity: [Quarters]float64{8, 8, 8, 8}}
	for _, line := range features {
		words := strings.Fields(line)
		f := Feature{Key: words[0]}
		_, _ = fmt.Sscan(words[1]+" "+words[2], &f.Effort, &f.Priority)
		for _, word := range words[3:] {
			switch name, value, _ := strings.Cut(word, "="); name {
			case "needs":
				f.Needs = strings.Split(value, ",")
			case "must":
				f.Must = true
			case "quarter":
				_, _ = fmt.Sscan(value, &f.Pinned)
			}
		}
		p.Features = append(p.Features, f)
	}
	return p
}

// written returns a plan as "1: mail 2: labs+bills", followed by the features in no quarter.
func written(p Plan) string {
	var parts []string
	for _, phase := range p.Phases {
		var in []string
		for _, item := range phase.Features {
			name := item.Feature
			if !item.Ready {
				name += "…"
			}
			in = append(in, name)
		}
		slices.Sort(in)
		parts = append(parts, fmt.Sprintf("%d: %s", phase.Quarter, strings.Join(in, "+")))
	}
	for _, left := range p.Unplanned {
		parts = append(parts, "not "+left.Feature)
	}
	return strings.Join(parts, " ")
}

// reasons returns the reason for the place of each feature, by key.
func reasons(p Plan) map[string]string {
	all := map[string]string{}
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			all[item.Feature] = said(item.Why)
		}
	}
	for _, left := range p.Unplanned {
		all[left.Feature] = said(left.Why)
	}
	return all
}

func said(t base.Text) string {
	text := strings.TrimPrefix(t.ID, "plan.")
	for _, name := range []string{"Feature", "Quarter", "Place"} {
		if value, ok := t.Args[name]; ok {
			text += fmt.Sprint(" ", value)
		}
	}
	return text
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

func TestArrange(t *testing.T) {
	for _, c := range []struct {
		about, want string
		plan        Plan
	}{
		{"by priority for effort", "1: labs+mail 2: bills 3:  4: ", year("mail 5 0.9", "labs 3 0.6", "bills 5 0.3")},
		{"a must-have before what is wanted", "1: rules 2: mail 3:  4: ", year("mail 8 1", "rules 8 0 must")},
		{"what a must-have needs too", "1: base 2: rules 3: mail 4: ", year("mail 8 1", "rules 8 0 must needs=base", "base 8 0")},
		{"a prerequisite in the same quarter", "1: base+mail 2:  3:  4: ", year("mail 4 1 needs=base", "base 4 0")},
		{"a prerequisite a quarter before", "1: base 2: mail 3:  4: ", year("mail 5 1 needs=base", "base 4 0")},
		{"more than one quarter holds", "1: big… 2: big 3: mail 4: ", year("mail 8 0.4", "big 16 1")},
		{"what is large goes into the gaps", "1: big…+mail 2: big… 3: big 4: ", year("mail 2 0.9", "big 20 1")},
		{"more than the year holds", "1: mail 2:  3:  4:  not huge", year("mail 8 0.1", "huge 33 1")},
		{"what needs what is not there", "1:  2:  3:  4:  not mail not huge", year("mail 8 1 needs=huge", "huge 33 0.5")},
		{"no effort", "1: mail+none 2:  3:  4: ", year("mail 8 1", "none 0 0.1")},
		{"what finds no single quarter", "1: five…+mail 2: five…+labs 3: bills+five 4: video", year("mail 6 0.9", "labs 6 0.8", "bills 6 0.7", "video 8 0.6", "five 6 0.5")},
		{"put into the last quarter", "1: labs 2:  3:  4: mail", year("mail 8 1 quarter=4", "labs 8 0.1")},
		{"left out", "1: labs 2:  3:  4:  not mail", year("mail 8 1 quarter=-1", "labs 8 0.1")},
	} {
		if err := c.plan.Check(); err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		equal(t, c.about, written(c.plan.arrange(Today{})), c.want)
	}
}

func TestReasons(t *testing.T) {
	p := year("mail 5 0.9", "labs 3 0.8", "rules 8 0 must", "base 4 0.1", "video 6 0.7 needs=base", "big 9 0.2", "huge 40 0.3",
		"pets 6 0.01", "maps 1 0.05 quarter=4", "toys 1 0.2 quarter=-1", "share 1 0.02 needs=huge").arrange(Today{})
	why := reasons(p)
	for feature, want := range map[string]string{
		"rules": "why.must", "mail": "why.room 1", "labs": "why.room 2", "base": "why.needed video", "maps": "why.by_hand",
		"huge": "left.too_large", "toys": "left.by_hand", "share": "left.need huge", "pets": "left.no_room",
	} {
		equal(t, feature+" in "+written(p), why[feature], want)
	}
	fresh := year("mail 5 0.9").arrange(Today{})
	equal(t, "nothing is better than a new plan", fresh.Best, fresh.Value)
	equal(t, "what is first", reasons(year("mail 5 0.9").arrange(Today{}))["mail"], "why.first 1")
	equal(t, "what is large", reasons(year("mail 9 0.9").arrange(Today{}))["mail"], "why.large 1")
	tied := reasons(year("mail 2 0.9", "labs 2 0.5", "pets 2 0.5", "maps 2 0.1").arrange(Today{}))
	for feature, want := range map[string]string{"mail": "why.first 1", "labs": "why.first_tied pets 2", "pets": "why.first_tied labs 2", "maps": "why.first 4"} {
		equal(t, feature+" among features that share a place", tied[feature], want)
	}
	equal(t, "sums that differ by their last digit", reasons(year("mail 2 0.3", "labs 2 0.30000000000000004").arrange(Today{}))["mail"], "why.first_tied labs 1")
	waiting := year("mail 2 1 needs=base", "base 8 0.5", "first 5 1 must").arrange(Today{})
	equal(t, "what waits, in "+written(waiting), reasons(waiting)["mail"], "why.waits base 2")
}

// An impossible plan is refused with the fields that are wrong.
func TestCheckPlan(t *testing.T) {
	for _, c := range []struct {
		about, want string
		plan        Plan
	}{
		{"as it should be", "", year("mail 8 1 needs=base", "base 8 1")},
		{"a prerequisite later than what needs it", "features.mail.quarter: plan.need_later", year("mail 1 1 needs=base quarter=1", "base 1 1 quarter=2")},
		{"a prerequisite left out", "features.mail.quarter: plan.need_left_out", year("mail 1 1 needs=base quarter=1", "base 1 1 quarter=-1")},
		{"a prerequisite that is not there", "features.mail.needs: plan.need_unknown", year("mail 1 1 needs=base")},
		{"in a circle", "features.a.needs: plan.circle", year("a 1 1 needs=b", "b 1 1 needs=a")},
		{"the fifth quarter", "features.mail.quarter: plan.quarter", year("mail 1 1 quarter=5")},
		{"less than no effort", "features.mail.effort: plan.effort", year("mail -1 1")},
		{"twice", "features.mail: error.unique", year("mail 1 1", "mail 1 1")},
	} {
		equal(t, c.about, strings.Join(fields(t, c.plan.Check()), ", "), c.want)
	}
	empty := year("mail 1 1")
	empty.Capacity, empty.Start = [Quarters]float64{}, time.Time{}
	equal(t, "nothing to plan with", strings.Join(fields(t, empty.Check()), ", "), "capacity: plan.no_capacity, start: error.required")
}

func fields(t *testing.T, err error) []string {
	t.Helper()
	var refused *base.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &refused) || refused.Code != base.Invalid {
		t.Fatalf("refused by %v, want Invalid", err)
	}
	var all []string
	for _, f := range refused.Fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	return all
}

// by returns the plan after changes by hand on its first day.
func (p Plan) by(changes ...Change) (Plan, Consequence, error) {
	return p.change(Edit{Changes: changes}, Today{Day: p.Start}, nil, nil)
}

// A change by hand says what it costs and what else it moves; taking it back costs nothing.
func TestChangeByHand(t *testing.T) {
	p := year("mail 8 1", "labs 8 0.5").arrange(Today{})
	last, anywhere, first, effort := 4, Anywhere, 1, 9.0
	later, c, err := p.by(Change{Feature: "mail", Quarter: &last})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "after it", written(later), "1: labs 2:  3:  4: mail")
	equal(t, "what it costs", fmt.Sprintf("%.1f of %.1f: %.3f", c.After, c.Best, c.Cost()), "3.0 of 5.5: 0.455")
	equal(t, "what moved", fmt.Sprint(c.Moved), "[{labs 2 1} {mail 1 4}]")
	back, c, _ := later.by(Change{Feature: "mail", Quarter: &anywhere})
	equal(t, "taken back", written(back), written(p))
	equal(t, "costs", c.Cost(), 0)
	equal(t, "the plan before is as it was", written(p), "1: mail 2: labs 3:  4: ")

	_, _, err = p.by(Change{Feature: "pigeons", Quarter: &first})
	equal(t, "an unknown feature", strings.Join(fields(t, err), ", "), "features.pigeons: plan.feature_unknown")
	_, _, err = p.by(Change{Feature: "mail", Quarter: &first}, Change{Feature: "labs", Quarter: &first})
	equal(t, "two into one quarter", strings.Join(fields(t, err), ", "), "features.labs.quarter: plan.quarter_full")
	large, _, _ := p.by(Change{Feature: "mail", Effort: &effort})
	equal(t, "another effort", written(large), "1: labs 2: mail… 3: mail 4: ")
}

// Among equally good plans the one that the team knows stays: pinning a feature where it is moves nothing.
func TestWhatIsEquallyGoodStays(t *testing.T) {
	p := year("a 8 0.5", "b 8 0.5", "c 8 0.5", "d 8 0.5", "e 2 0.1").arrange(Today{})
	for feature, quarter := range p.Ready() {
		next, c, err := p.by(Change{Feature: feature, Quarter: &quarter})
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Moved) > 0 || c.Cost() != 0 {
			t.Errorf("%s stays in %d, and that moves %v and costs %v, in %s", feature, quarter, c.Moved, c.Cost(), written(next))
		}
	}
}

func TestProgress(t *testing.T) {
	p := year("mail 8 1", "labs 8 0.9", "bills 8 0.8", "video 8 0.7", "pets 8 0.1").arrange(Today{})
	now := day("2027-05-15")
	equal(t, "before it is adopted", len(p.progress(Today{Day: now})), 0)
	p.Adopted, p.Baseline = day("2027-01-02"), map[string]time.Time{}
	for key, quarter := range p.Ready() {
		p.Baseline[key] = p.Ends(quarter)
	}
	last := LeftOut
	p, _, err := p.by(Change{Feature: "bills", Quarter: &last})
	if err != nil {
		t.Fatal(err)
	}
	live := map[string]time.Time{"mail": day("2027-04-11"), "labs": day("2027-05-01")}
	var all []string
	for _, one := range p.progress(Today{now, live}) {
		all = append(all, fmt.Sprintf("%s %s %d", one.Feature, one.Status, int(one.Late.Hours()/24)))
	}
	equal(t, "planned against actual", strings.Join(all, ", "),
		"bills dropped 0, labs done 0, mail done_late 11, pets added 0, video on_track 0")
	all = nil
	for _, one := range p.progress(Today{day("2027-07-11"), map[string]time.Time{"mail": day("2027-03-31")}}) {
		all = append(all, fmt.Sprintf("%s %s %d", one.Feature, one.Status, int(one.Late.Hours()/24)))
	}
	equal(t, "ten days after the second quarter", strings.Join(all, ", "),
		"bills dropped 0, labs slipping 92, mail done 0, pets added 0, video on_track 0")
	equal(t, "what slips is now expected", p.progress(Today{Day: day("2027-07-11")})[1].Planned.Format(time.DateOnly), "2027-10-01")
	p, _, err = p.change(Edit{Remove: []string{"labs"}}, Today{Day: now}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "what left the plan", string(p.progress(Today{Day: now})[1].Status), "dropped")
}

// Features that a wanted one needs are planned too, unless they are live or retired.
func TestFeaturesOfADraft(t *testing.T) {
	known := map[string]Known{
		"mail": {Effort: 3, Needs: []string{"base", "old", "gone"}}, "base": {Needs: []string{"root"}}, "root": {Effort: 1},
		"old": {Effort: 9, Live: day("2026-01-01")}, "gone": {Gone: true}, "rules": {Effort: 4},
	}
	all, err := features(Draft{Must: []string{"rules"}, Efforts: map[string]float64{"mail": 3.5}}, map[string]float64{"mail": 0.9, "old": 0.8}, known)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "what is planned", fmt.Sprint(all),
		"[{base 1 [root] false 0 0 true} {mail 3.5 [base] false 0.9 0 false} {root 1 [] false 0 0 false} {rules 4 [] true 0 0 false}]")
	_, err = features(Draft{Must: []string{"pets"}, Efforts: map[string]float64{"cats": 1}}, map[string]float64{"toys": 1}, known)
	equal(t, "unknown ones", strings.Join(fields(t, err), ", "), "priorities.toys: plan.feature_unknown, must[0]: plan.feature_unknown, efforts.cats: plan.feature_unknown")
}
