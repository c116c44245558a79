package metrics_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// A clinic counted by hand. Day 0 is a Monday, and six are selected and invited: A and B agree on day 0, C on day 1, D on day
// 8; E and F never answer. D leaves on day 14. A gets an account on day 2 and uses the portal on days 3, 10 and 16; B uses
// it on 9 and 17; C gets an account on day 20 and uses a live feature on 23.
//
// Seen on day 27, a Sunday: four ever agreed and three of them have an account: 0.75. None was active on the day, C in the
// last 7 (21 to 27), A, B and C in the last 28; A (16) and B (17) in the 7 days a week before (14 to 20). A was active in
// three of the four weeks. Of those who agreed in the first week (A, B, C) one was active in it (A: 3), two in the next (A:
// 10, B: 9), two in the third (A: 16, B: 17), and the fourth is not over; of the second week (D) nobody was.
//
// By Kaplan and Meier: 4 at risk on day 3 after they agreed, A uses it: 3/4. D is gone after day 6. 2 at risk on day 9, B
// uses it: 3/8. 1 at risk on day 22, C uses it: 0, and so it stays.
var byHand = map[int]string{
	27: `agreed 3 enrolled 3 0.75 active 0/1/3 before 2
retention 2027-03-01 3: 1 2 2 -; 2027-03-08 1: 0 0 -
first use 3 users, 2 repeat, median 9, within 7 days 0.25, within 28 days 1, by day 8 9 21 22: 0.25 0.62 0.62 1
funnel selected 6 invited 6 agreed 4 enrolled 3 used 3 repeat 2 regular 1
mail seen by 3: 1 used it, 0 the week before, 0.33`,

	// On day 13, a Sunday, D had not left, C had no account, nobody but A had been there before day 9, and A twice. The second
	// week is just over. C was watched for 12 days, D for 5.
	13: `agreed 4 enrolled 2 0.50 active 0/2/2 before 1
retention 2027-03-01 3: 1 2; 2027-03-08 1: 0
first use 2 users, 1 repeat, median 9, within 7 days 0.25, within 28 days -, by day 8 9: 0.25 0.62
funnel agreed 4 enrolled 2 used 2 repeat 1 regular 0
mail seen by 4: 0 used it, 0 the week before, 0.00`,
}

// The same clinic, but D uses the portal on day 12, before they leave. 4 at risk on day 3: 3/4; 3 on day 4, D uses it: 1/2;
// 2 on day 9: 1/4; 1 on day 22: 0. D is no more when the windows end.
const byHandWithD = `agreed 3 enrolled 4 1.00 active 0/1/3 before 2
retention 2027-03-01 3: 1 2 2 -; 2027-03-08 1: 1 0 -
first use 4 users, 2 repeat, median 4, within 7 days 0.50, within 28 days 1, by day 8 9 21 22: 0.50 0.75 0.75 1
funnel selected 6 invited 6 agreed 4 enrolled 4 used 4 repeat 2 regular 1
mail seen by 3: 1 used it, 0 the week before, 0.33`

func TestReportByHand(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		cohort := byHandClinic(t, c)
		for day, want := range byHand {
			to := metrics.Day(20_878 + day)
			expect.Equal(t, fmt.Sprint("on day ", day), inWords(must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort, To: &to}))), want)
		}
		c.Clock.Advance(-15 * 24 * time.Hour) // the event comes late
		late := event("D-12", "D", metrics.Login, "", c.Clock.Now())
		c.Clock.Advance(15 * 24 * time.Hour)
		expect.Equal(t, "late", c.Take(t, late), "1 0")
		expect.Equal(t, "with D", inWords(must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort}))), byHandWithD)
		c.EventsRecount(t)
	})
}

func byHandClinic(t *testing.T, c *clinic) (cohort string) {
	people := strings.Split("ABCDEF", "")
	c.People(t, cohorts.Patient, people...)
	cohort, asked := c.Asked(t, "First wave", people...)
	c.Feature(t, "mail", rollout.Live)
	days := map[int]func(){
		0:  func() { c.Agree(t, asked["A"]); c.Agree(t, asked["B"]) },
		1:  func() { c.Agree(t, asked["C"]) },
		8:  func() { c.Agree(t, asked["D"]) },
		14: func() { c.Withdraw(t, cohort, "D") },
	}
	does := map[int][]string{
		2: {"A enrolled"}, 3: {"A login"}, 9: {"B login"}, 10: {"A login", "A login"}, 16: {"A login"}, 17: {"B login"}, 20: {"C enrolled"}, 23: {"C used mail"},
	}
	for day := range 28 {
		if does := days[day]; does != nil {
			does()
		}
		c.Clock.Advance(time.Hour)
		for n, what := range does[day] {
			words := append(strings.Fields(what), "")
			expect.Equal(t, what, c.Take(t, event(fmt.Sprint(day, "-", n), words[0], metrics.Kind(words[1]), words[2], c.Clock.Now())), "1 0")
		}
		if day < 27 {
			c.Clock.Advance(23 * time.Hour)
		}
	}
	return cohort
}

// inWords writes the figures of a report with one feature.
func inWords(r metrics.Report) string {
	var b strings.Builder
	last := r.Active[len(r.Active)-1]
	fmt.Fprintf(&b, "agreed %d enrolled %d %.2f active %d/%d/%d before %d\nretention", r.Agreed, r.Enrolled, r.Share, last.D1, last.D7, last.D28, r.Before)
	for i, row := range r.Retention {
		fmt.Fprintf(&b, "%s %s %d:", []string{"", ";"}[min(i, 1)], row.Week, row.Size)
		for _, n := range row.Weeks {
			b.WriteString(" " + orNone(n, strconv.Itoa))
		}
	}
	u := r.FirstUse
	percent := func(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.2f", x), ".00") }
	fmt.Fprintf(&b, "\nfirst use %d users, %d repeat, median %s, within 7 days %s, within 28 days %s, by day", u.Users, u.Repeat,
		orNone(u.Median, strconv.Itoa), orNone(u.Within7, percent), orNone(u.Within28, percent))
	days := slices.DeleteFunc([]int{8, 9, 21, 22}, func(d int) bool { return d >= len(r.UsedBy) })
	for _, d := range days {
		fmt.Fprintf(&b, " %d", d)
	}
	b.WriteString(":")
	for _, d := range days {
		b.WriteString(" " + percent(r.UsedBy[d]))
	}
	b.WriteString("\nfunnel")
	for _, s := range r.Funnel {
		fmt.Fprintf(&b, " %s %d", s.Step, s.N)
	}
	for _, f := range r.Features {
		fmt.Fprintf(&b, "\n%s seen by %s: %s used it, %s the week before, %s", f.Feature, orNone(f.Exposed, strconv.Itoa), orNone(f.Users, strconv.Itoa),
			orNone(f.UsersAgo, strconv.Itoa), orNone(f.Share, func(x float64) string { return fmt.Sprintf("%.2f", x) }))
	}
	return b.String()
}

func orNone[T any](x *T, say func(T) string) string {
	if x == nil {
		return "-"
	}
	return say(*x)
}

// Of those who see a feature it is counted exactly who of them used it, wherever the share went, and who agreed or left.
func TestUsersAmongTheExposed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(120)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		c.Feature(t, "labs", rollout.Beta)
		all := rollout.Percent(100)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Percent: &all}))
		for _, ref := range people[:100] {
			c.Agree(t, asked[ref])
		}
		c.Clock.Advance(time.Minute)
		used := people[:60]
		for _, ref := range used { // whether they see it or not
			c.Take(t, event("use-"+ref, ref, metrics.Used, "labs", c.Clock.Now()))
		}
		c.Withdraw(t, cohort, people[0])
		must(c.Cohorts.SetState(c.ctx, cohort, people[1], "graduated", cohorts.Heard{}))
		on, off := true, false
		check := func(about string, to *metrics.Day, want func(r rollout.Rollout) (exposed, users string)) {
			t.Helper()
			f := must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort, To: to})).Features[0]
			r := must(c.Rollouts.Rollout(c.ctx, "labs", cohort))
			exposed, users := want(r)
			expect.Equal(t, about, []string{orNone(f.Exposed, strconv.Itoa), orNone(f.Users, strconv.Itoa)}, []string{exposed, users})
		}
		counted := func(r rollout.Rollout) (string, string) {
			exposed, users := 0, 0
			for _, ref := range people[2:100] {
				if r.Shows(ref) {
					exposed++
					if slices.Contains(used, ref) {
						users++
					}
				}
			}
			return strconv.Itoa(exposed), strconv.Itoa(users)
		}
		check("all", nil, func(rollout.Rollout) (string, string) { return "98", "58" })
		for _, to := range []rollout.Percent{50, 2, 12.5, 70} {
			must(c.Rollouts.Jump(c.ctx, "labs", cohort, to, ""))
			check(to.String(), nil, counted)
		}
		for n, ref := range people[:20] { // who left, who uses it and sees it, who uses it and does not
			must(c.Rollouts.Override(c.ctx, "labs", cohort, ref, []*bool{&on, &off}[n%2]))
		}
		must(c.Rollouts.Override(c.ctx, "labs", cohort, people[90], &on))
		must(c.Rollouts.Override(c.ctx, "labs", cohort, people[3], &off))
		check("with overrides", nil, counted)
		today := metrics.DayOf(c.Clock.Now(), time.UTC)
		then := must(c.Rollouts.Rollout(c.ctx, "labs", cohort))
		c.Clock.Advance(24 * time.Hour)
		must(c.Rollouts.Jump(c.ctx, "labs", cohort, 33.33, ""))
		check("no share that is counted", nil, func(r rollout.Rollout) (string, string) { exposed, _ := counted(r); return exposed, "-" })
		must(c.Rollouts.Jump(c.ctx, "labs", cohort, 5, ""))
		check("the day before", &today, func(rollout.Rollout) (string, string) { return counted(then) })
		c.Clock.Advance(6 * 24 * time.Hour)
		check("a week later", nil, func(r rollout.Rollout) (string, string) { exposed, _ := counted(r); return exposed, "0" })
		c.EventsRecount(t)
	})
}
