package plan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func number(x float64) *float64 { return &x }

func whole(x int) *int { return &x }

// on returns the plan after an edit on a day; live features are given as "mail 2027-02-01".
func (p Plan) on(t *testing.T, today string, e Edit, live ...string) (Plan, Consequence, error) {
	t.Helper()
	now := Today{day(today), map[string]time.Time{}}
	for _, one := range live {
		key, since, _ := strings.Cut(one, " ")
		now.Live[key] = day(since)
	}
	known := map[string]Known{"maps": {Effort: 2}, "pets": {Effort: 8, Needs: []string{"maps"}}, "old": {Live: day("2026-01-01")}, "toys": {}}
	return p.change(e, now, known, map[string]float64{"pets": 0.4})
}

// Nothing is planned into a quarter that is over, and live features stay where they went live.
func TestChangeInTheSecondQuarter(t *testing.T) {
	p := year("mail 8 1", "labs 8 0.9", "bills 8 0.8", "video 8 0.7").arrange(Today{})
	equal(t, "the plan", written(p), "1: mail 2: labs 3: bills 4: video")
	for _, c := range []struct {
		about, today, want string
		edit               Edit
		live               []string
	}{
		{"nothing is changed, nothing late", "2027-04-10", "1: mail 2: labs 3: bills 4: video", Edit{}, []string{"mail 2027-02-01"}},
		{"left out, what follows moves up, but not into the past", "2027-04-10", "1: mail 2: bills 3: video 4:  not labs", Edit{Changes: []Change{{Feature: "labs", Quarter: whole(LeftOut)}}}, []string{"mail 2027-02-01"}},
		{"what is late is planned from now on", "2027-04-10", "1:  2: mail 3: labs 4: bills not video", Edit{}, nil},
		{"live later than planned: the work was done when it was planned", "2027-04-10", "1: mail… 2: labs+mail 3: bills 4: video", Edit{}, []string{"mail 2027-04-02"}},
		{"live earlier than planned: its room is free", "2027-04-10", "1: labs+mail 2: bills 3: video 4: ", Edit{Changes: []Change{{Feature: "video", Priority: number(0.75)}}}, []string{"mail 2027-02-01", "labs 2027-03-01"}},
		{"live before the first day", "2027-01-10", "1: bills+mail 2: video 3:  4:  not labs", Edit{Changes: []Change{{Feature: "labs", Quarter: whole(LeftOut)}}}, []string{"mail 2026-12-01"}},
		{"the year is over", "2028-01-10", "1: mail 2: labs… 3:  4:  not labs not bills not video", Edit{}, []string{"mail 2027-02-01", "labs 2028-01-02"}},
	} {
		next, _, err := p.on(t, c.today, c.edit, c.live...)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		equal(t, c.about, written(next), c.want)
		for _, phase := range next.Phases {
			if phase.Used > phase.Capacity {
				t.Errorf("%s: quarter %d holds %v of %v", c.about, phase.Quarter, phase.Used, phase.Capacity)
			}
		}
	}
	for _, c := range []struct {
		about, want string
		edit        Edit
	}{
		{"into the past", "features.labs.quarter: plan.quarter_over", Edit{Changes: []Change{{Feature: "labs", Quarter: whole(1)}}}},
		{"moving what is live", "features.mail.quarter: plan.live_stays", Edit{Changes: []Change{{Feature: "mail", Quarter: whole(2)}}}},
		{"leaving out what is live", "features.mail.quarter: plan.live_stays", Edit{Changes: []Change{{Feature: "mail", Quarter: whole(LeftOut)}}}},
		{"taking out what is live", "remove[0]: plan.live_stays", Edit{Remove: []string{"mail"}}},
		{"capacity of what is over", "capacity[0]: plan.quarter_over", Edit{Capacity: []float64{9, 8, 8, 8}}},
	} {
		_, _, err := p.on(t, "2027-04-10", c.edit, "mail 2027-02-01")
		equal(t, c.about, strings.Join(fields(t, err), ", "), c.want)
	}
	pinned, _, _ := p.on(t, "2027-01-10", Edit{Changes: []Change{{Feature: "mail", Quarter: whole(1)}}})
	next, _, err := pinned.on(t, "2027-04-10", Edit{Changes: []Change{{Feature: "video", Quarter: whole(LeftOut)}}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "put into a quarter that is over by now", written(next), "1:  2: mail 3: labs 4: bills not video")
	_, c, err := p.on(t, "2027-04-10", Edit{Changes: []Change{{Feature: "video", Quarter: whole(4)}}})
	equal(t, "what the slip of mail costs is not what the change costs", fmt.Sprintf("%.1f to %.1f %v", c.Before, c.After, err), "5.6 to 5.5 <nil>")
	fresh := year("mail 8 1", "labs 8 0.9").arrange(Today{Day: day("2027-07-20")})
	equal(t, "a plan of a year that has begun", written(fresh), "1:  2:  3: mail 4: labs")
}

// A change that changes nothing says so, and what it costs is never below nothing: the best is at least what there is.
func TestAnEmptyChangeChangesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for n := range often(2) {
		p := drawn(random, 45)
		for i := range p.Features {
			p.Features[i].Must = false // what has to be gives way to what is put by hand, and that may be of more use
		}
		p = p.arrange(Today{Day: p.Start})
		ready, f := p.Ready(), p.Features[random.IntN(45)]
		empty := []Edit{{}, {Capacity: p.Capacity[:]}, {Changes: []Change{{Feature: f.Key, Quarter: whole(Anywhere), Effort: &f.Effort, Priority: &f.Priority, Must: &f.Must}}}}
		for key, quarter := range ready {
			empty = append(empty, Edit{Changes: []Change{{Feature: key, Quarter: &quarter}}})
		}
		for _, e := range empty {
			next, c, err := p.change(e, Today{Day: p.Start}, nil, nil)
			if err != nil || len(c.Moved) > 0 || c.Before != c.After || c.Best < c.After {
				t.Fatalf("plan %d: %+v moves %d, from %v to %v of %v: %v", n, e, len(c.Moved), c.Before, c.After, c.Best, err)
			}
			if len(e.Changes) > 0 && next.Features[0].Key == e.Changes[0].Feature {
				equal(t, "it is kept", next.Features[0].Pinned, *e.Changes[0].Quarter)
			}
		}
		for range 4 {
			key, quarter := p.Features[random.IntN(45)].Key, 1+random.IntN(Quarters)
			next, c, err := p.change(Edit{Changes: []Change{{Feature: key, Quarter: &quarter}}}, Today{Day: p.Start}, nil, nil)
			if err != nil {
				continue // it cannot be there
			}
			if c.Best < c.After || c.After > c.Before*1.02 || len(c.Moved) > 12 {
				t.Errorf("plan %d: %s from %d to %d: from %v to %v of %v, moves %d", n, key, ready[key], quarter, c.Before, c.After, c.Best, len(c.Moved))
			}
			back, c, err := next.change(Edit{Changes: []Change{{Feature: key, Quarter: whole(Anywhere)}}}, Today{Day: p.Start}, nil, nil)
			if err != nil || back.Value < 0.98*p.Value || back.Best != back.Value {
				t.Errorf("plan %d: taken back, it is worth %v in place of %v: %v", n, back.Value, p.Value, err)
			}
		}
	}
}

// A feature pinned where it cannot be is refused with the reason; one that can no longer be where it was pinned says so.
func TestPutWhereItCannotBe(t *testing.T) {
	p := year("x1 2 1 needs=x2", "x2 6 0.1 needs=x3", "x3 6 0.1", "y 8 0.9").arrange(Today{})
	for _, c := range []struct {
		about, want string
		changes     []Change
	}{
		{"what it needs comes later", "features.x1.quarter: plan.pin_late", []Change{{Feature: "x1", Quarter: whole(1)}}},
		{"what it needs comes never", "features.x1.quarter: plan.pin_need", []Change{{Feature: "x1", Quarter: whole(2)}, {Feature: "x3", Effort: number(50)}}},
		{"what it needs is put later", "features.x1.quarter: plan.need_later", []Change{{Feature: "x1", Quarter: whole(2)}, {Feature: "x2", Quarter: whole(3)}}},
		{"it is larger than that", "features.y.quarter: plan.quarter_full", []Change{{Feature: "y", Quarter: whole(1), Effort: number(9)}}},
		{"another has been put there", "features.y.quarter: plan.quarter_full", []Change{{Feature: "x3", Quarter: whole(1)}, {Feature: "y", Quarter: whole(1)}}},
	} {
		next, _, err := p.by(c.changes...)
		equal(t, c.about+" in "+written(next), strings.Join(fields(t, err), ", "), c.want)
	}
	none := year("y 8 0.9")
	none.Capacity[2] = 0
	_, _, err := none.arrange(Today{}).by(Change{Feature: "y", Quarter: whole(3)})
	equal(t, "a quarter without capacity", strings.Join(fields(t, err), ", "), "features.y.quarter: plan.quarter_full")
	spread, _, err := p.by(Change{Feature: "y", Quarter: whole(2), Effort: number(16)})
	equal(t, "over two quarters", fmt.Sprint(written(spread), err), "1: y… 2: y 3: x3 4: x1+x2<nil>")
	p, _, err = p.by(Change{Feature: "y", Quarter: whole(1)})
	if err != nil {
		t.Fatal(err)
	}
	less, _, err := p.change(Edit{Capacity: []float64{7, 8, 8, 8}}, Today{Day: p.Start}, nil, nil)
	equal(t, "a quarter that became too small", fmt.Sprint(reasons(less)["y"], err), "quarter_full 1<nil>")
	waiting, _, err := p.by(Change{Feature: "x1", Quarter: whole(3)})
	if err != nil {
		t.Fatal(err)
	}
	waiting, _, err = waiting.by(Change{Feature: "x3", Effort: number(14)})
	equal(t, "what it needs became larger", fmt.Sprint(reasons(waiting)["x1"], err), "pin_late x2 3<nil>")
}

// Capacity changes, features come and go, and must-haves are named later.
func TestOtherChanges(t *testing.T) {
	p := year("mail 8 1", "labs 8 0.5", "bills 8 0.3 needs=labs").arrange(Today{})
	for _, c := range []struct {
		about, want string
		edit        Edit
	}{
		{"more capacity", "1: labs+mail 2: bills 3:  4: ", Edit{Capacity: []float64{16, 8, 8, 8}}},
		{"none in the first quarter", "1:  2: mail 3: labs 4: bills", Edit{Capacity: []float64{0, 8, 8, 8}}},
		{"one more, with what it needs", "1: mail 2: labs 3: maps+pets 4: bills", Edit{Add: []string{"pets"}}},
		{"one less", "1: mail 2:  3:  4: ", Edit{Remove: []string{"labs", "bills"}}},
		{"what has to be", "1: labs 2: mail 3: bills 4: ", Edit{Changes: []Change{{Feature: "labs", Must: new(bool)}}}},
	} {
		if c.about == "what has to be" {
			*c.edit.Changes[0].Must = true
		}
		next, _, err := p.change(c.edit, Today{Day: p.Start}, map[string]Known{"maps": {Effort: 2}, "pets": {Effort: 4, Needs: []string{"maps"}}}, map[string]float64{"pets": 0.4})
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
		}
		equal(t, c.about, written(next), c.want)
	}
	for _, c := range []struct {
		about, want string
		edit        Edit
	}{
		{"three quarters", "capacity: plan.four", Edit{Capacity: []float64{1, 1, 1}}},
		{"less than nothing", "capacity: plan.capacity", Edit{Capacity: []float64{8, 8, 8, -1}}},
		{"nothing at all", "capacity: plan.no_capacity", Edit{Capacity: []float64{0, 0, 0, 0}}},
		{"what is not in the catalogue", "add[0]: plan.feature_unknown", Edit{Add: []string{"cats"}}},
		{"what is in the plan", "add[0]: plan.has_already", Edit{Add: []string{"mail"}}},
		{"what everybody has", "add[0]: plan.not_to_plan", Edit{Add: []string{"old"}}},
		{"what is needed", "remove[0]: plan.needed_by", Edit{Remove: []string{"labs"}}},
		{"what is not in it", "remove[0]: plan.feature_unknown", Edit{Remove: []string{"cats"}}},
		{"too much priority", "features.mail.priority: plan.priority", Edit{Changes: []Change{{Feature: "mail", Priority: number(2)}}}},
	} {
		_, _, err := p.on(t, "2027-01-02", c.edit)
		equal(t, c.about, strings.Join(fields(t, err), ", "), c.want)
	}
	next, _, err := p.on(t, "2027-01-02", Edit{Add: []string{"toys"}, Changes: []Change{{Feature: "mail", Effort: number(0)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range next.Features {
		equal(t, "guessed is "+f.Key, f.Guessed, f.Key == "toys" || f.Key == "mail")
	}
	equal(t, "the plan before is as it was", p.Features[0].Effort, 8)
}

// A slip counts days at the clinic, not hours at Greenwich.
func TestDaysAtTheClinic(t *testing.T) {
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	p := year("mail 8 1").arrange(Today{})
	p.Adopted, p.Baseline = p.Start, map[string]time.Time{"mail": p.Ends(1)}
	for moment, want := range map[string]Status{"2027-03-31 20:00": Done, "2027-03-31 23:59": Done, "2027-04-01 00:01": DoneLate} {
		live, err := time.ParseInLocation("2006-01-02 15:04", moment, chicago)
		if err != nil {
			t.Fatal(err)
		}
		all := p.progress(Today{day("2027-04-05"), map[string]time.Time{"mail": dayOf(live.UTC(), chicago)}})
		equal(t, "live at "+moment, all[0].Status, want)
	}
	equal(t, "the last evening is still in the quarter", p.Now(dayOf(day("2027-04-01").Add(2*time.Hour), chicago)), 1)
}

// BenchmarkChange moves one of sixty features in a plan with many late ones, which takes every kind of search.
func BenchmarkChange(b *testing.B) {
	p := drawn(rand.New(rand.NewPCG(1, 2)), 60)
	p = p.arrange(Today{Day: p.Start})
	for b.Loop() {
		if _, _, err := p.change(Edit{Changes: []Change{{Feature: "f03", Quarter: whole(4)}}}, Today{Day: p.Ends(1)}, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// After every change on any day no work is left in a quarter that is over except on live features, those are where they
// went live, no quarter holds more than its capacity, and nothing is ready before what it needs.
func TestChangesKeepTheRules(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	refused := 0
	for range 10 {
		p := drawn(random, 12)
		p = p.arrange(Today{Day: p.Start})
		today := Today{p.Start, map[string]time.Time{}}
		for range 6 {
			today.Day = today.Day.AddDate(0, 0, random.IntN(80))
			f := p.Features[random.IntN(len(p.Features))]
			if !anyNeedOf(f, today) && random.IntN(2) == 0 && today.Live[f.Key].IsZero() {
				today.Live[f.Key] = today.Day.AddDate(0, 0, -random.IntN(20))
			}
			e := Edit{Changes: []Change{{Feature: p.Features[random.IntN(len(p.Features))].Key}}}
			switch c := &e.Changes[0]; random.IntN(4) {
			case 0:
				c.Quarter = whole(random.IntN(6) - 1)
			case 1:
				c.Effort = number(float64(random.IntN(9)))
			case 2:
				e.Capacity = []float64{p.Capacity[0], p.Capacity[1], p.Capacity[2], p.Capacity[3] + 1}
			case 3:
				e.Remove, e.Changes = []string{e.Changes[0].Feature}, nil
			}
			next, c, err := p.change(e, today, nil, nil)
			if err != nil {
				refused += len(fields(t, err))
				continue
			}
			p = next
			keepsTheRules(t, p, today)
			if c.Best < c.After {
				t.Errorf("the best is %v, and after the change it is %v", c.Best, c.After)
			}
			if _, again, err := p.change(Edit{}, today, nil, nil); err != nil || len(again.Moved) > 0 || again.Before != again.After {
				t.Errorf("nothing is changed: %+v, %v", again, err)
			}
		}
	}
	if refused == 0 || refused > 40 {
		t.Errorf("%d refused of 60", refused)
	}
}

// anyNeedOf reports whether a feature needs one that is not live.
func anyNeedOf(f Feature, today Today) bool {
	for _, need := range f.Needs {
		if today.Live[need].IsZero() {
			return true
		}
	}
	return false
}

func keepsTheRules(t *testing.T, p Plan, today Today) {
	t.Helper()
	ready, now := p.Ready(), p.Now(today.Day)
	for _, phase := range p.Phases {
		for _, item := range phase.Features {
			if since, live := today.Live[item.Feature]; !live && phase.Quarter < now {
				t.Errorf("%s is in quarter %d, on %v", item.Feature, phase.Quarter, today.Day)
			} else if live && item.Ready && phase.Quarter != p.Now(since) {
				t.Errorf("%s went live on %v and is in quarter %d", item.Feature, since, phase.Quarter)
			}
		}
		if phase.Used > phase.Capacity {
			t.Errorf("quarter %d holds %v of %v", phase.Quarter, phase.Used, phase.Capacity)
		}
	}
	for _, f := range p.Features {
		for _, need := range f.Needs {
			if _, live := today.Live[f.Key]; !live && ready[f.Key] > 0 && (ready[need] == 0 || ready[need] > ready[f.Key]) {
				t.Errorf("%s is ready in %d, and needs %s, ready in %d", f.Key, ready[f.Key], need, ready[need])
			}
		}
		if f.Pinned > 0 && ready[f.Key] != f.Pinned && ready[f.Key] != 0 {
			t.Errorf("%s is put into %d, and ready in %d", f.Key, f.Pinned, ready[f.Key])
		}
	}
}
