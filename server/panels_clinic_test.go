package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// move is a step of a rollout in the large clinic.
type move struct {
	feature, cohort string
	ago             time.Duration // before its end
	share           float64
}

const day = 24 * time.Hour

// moves are all that its rollouts ever did. The hours are odd ones, and a ramp that went too far was taken back to nobody.
var moves = []move{
	{"vaccines", "first", 187*day + 5*time.Hour + 17*time.Minute, .1}, {"vaccines", "first", 170*day + 22*time.Hour + 41*time.Minute, 1},
	{"booking", "first", 84*day + 13*time.Hour + 17*time.Minute, .1}, {"booking", "first", 71*day + 3*time.Hour + 3*time.Minute, .5},
	{"booking", "first", 55*day + 19*time.Hour + 59*time.Minute, 1}, {"booking", "spring", 48*day + 7*time.Hour + 29*time.Minute, .25},
	{"refills", "first", 41*day + 10*time.Hour + 2*time.Minute, .2}, {"refills", "first", 33*day + 23*time.Hour + 11*time.Minute, .6},
	{"secure-messaging", "first", 27*day + 9*time.Hour + 47*time.Minute, .15}, {"secure-messaging", "first", 20*day + 16*time.Hour + 5*time.Minute, .4},
	{"secure-messaging", "first", 12*day + 2*time.Hour + 38*time.Minute, 0}, // the rollback
	{"secure-messaging", "first", 5*day + 14*time.Hour + 21*time.Minute, .1},
	{"test-results", "summer", 2*day + 11*time.Hour + 53*time.Minute, .3},
}

// What the large clinic has.
var (
	bigCohorts  = []string{"first", "spring", "summer", "staff"}
	bigFeatures = []string{"booking", "refills", "secure-messaging", "test-results", "vaccines", "bills", "forms", "photos", "proxy", "video-visits", "directions", "pay"}
	bigSurveys  = []string{"first-month", "three-months", "staff-view"}
	bigPolls    = []string{"what-should-the-portal-do-first", "what-would-help-at-the-desk", "what-next-in-spring"}
	bigReleases = map[string]time.Duration{"spring-cleaning": 100 * day, "faster-letters": 24 * day, "new-look": -9 * day, "phone-visits": -40 * day} // before its end
)

// bigClinic writes what Prometheus would have scraped in the large clinic: 200 days, a second server in the last ten of them,
// two upgrades. It would have scraped every 15 seconds; here it is as often as the panels look.
type bigClinic struct {
	end      time.Time
	times    []time.Time
	often    []time.Time // as often as it takes for no gap: of what marks are made of
	families map[string][]bigSeries
}

type bigSeries struct {
	labels string
	since  time.Duration             // before the end
	value  func(age float64) float64 // days before the end; NaN: there is none
}

func newBigClinic(end time.Time) *bigClinic {
	c := &bigClinic{end: end, families: map[string][]bigSeries{}}
	for at := end.Add(-200 * day).Truncate(day); !at.After(end); at = at.Add(time.Hour) {
		ago := end.Sub(at)
		if at.Equal(at.Truncate(day)) || ago < 90*day && at.Equal(at.Truncate(3*time.Hour)) || ago < 30*day {
			c.times = append(c.times, at)
		}
	}
	for at := end.Add(-200 * day); !at.After(end); at = at.Add(4 * time.Minute) {
		c.often = append(c.often, at)
	}
	for server, since := range map[string]time.Duration{"soundings-1:8080": 200 * day, "soundings-2:8080": 10 * day} {
		put := func(name, labels string, value func(float64) float64) {
			c.families[name] = append(c.families[name], bigSeries{strings.TrimSuffix(`job="soundings",instance="`+server+`",`+labels, ","), since, value})
		}
		putPeople(put)
		putFeatures(put)
		putWords(put)
		putPlan(put, end)
		putProgram(put, end)
	}
	return c
}

// put adds a series.
type put func(name, labels string, value func(age float64) float64)

func always(x float64) func(float64) float64 { return func(float64) float64 { return x } }

// agreed is how many of a cohort take part.
func agreed(cohort int) func(age float64) float64 {
	size, began := []float64{420, 280, 175, 56}[cohort], []float64{195, 80, 40, 195}[cohort]
	return func(age float64) float64 { return math.Floor(size * (1 - math.Exp(-math.Max(0, began-age)/8))) }
}

func putPeople(add put) {
	for i, cohort := range bigCohorts {
		of := fmt.Sprintf("cohort=%q,", cohort)
		add("soundings_cohort_info", of+fmt.Sprintf("title=%q", strings.ToUpper(cohort[:1])+cohort[1:]+" group"), always(1))
		part := func(k float64) func(float64) float64 {
			return func(age float64) float64 { return math.Floor(agreed(i)(age) * k) }
		}
		for state, k := range map[string]float64{"agreed": 1, "declined": .12, "withdrawn": .05, "graduated": 0, "invited": .25, "selected": .1} {
			add("soundings_cohort_members", of+fmt.Sprintf("state=%q", state), part(k))
		}
		for window, k := range map[string]float64{"1d": .12, "7d": .45, "28d": .7} {
			add("soundings_cohort_active_members", of+fmt.Sprintf("window=%q", window), func(age float64) float64 {
				return math.Floor(agreed(i)(age) * k * (1 + .08*math.Sin(age*6.28/7)))
			})
		}
		for n, k := range []float64{1.52, 1.42, 1, .9, .8, .6, .4} {
			step := []string{"1-selected", "2-invited", "3-agreed", "4-enrolled", "5-used", "6-repeat", "7-regular"}[n]
			add("soundings_cohort_funnel_members", of+fmt.Sprintf("step=%q", step), part(k))
		}
		for week := range 12 {
			add("soundings_cohort_retained_ratio", of+fmt.Sprintf(`week="%02d"`, week), always(.9*math.Exp(-float64(week)/9)))
		}
	}
}

// shareOf returns which share of a cohort had a feature.
func shareOf(feature, cohort string) func(age float64) float64 {
	return func(age float64) float64 {
		share := math.NaN()
		for _, m := range moves {
			if m.feature == feature && m.cohort == cohort && m.ago.Hours()/24 >= age {
				share = m.share
			}
		}
		return share
	}
}

func putFeatures(add put) {
	for i, feature := range bigFeatures {
		title := strings.ToUpper(feature[:1]) + strings.ReplaceAll(feature[1:], "-", " ")
		add("soundings_feature_info", fmt.Sprintf("feature=%q,title=%q,stage=%q", feature, title, []string{"beta", "live"}[min(1, i/5)]), always(1))
		for j, cohort := range bigCohorts {
			of := fmt.Sprintf("feature=%q,cohort=%q,", feature, cohort)
			seen := shareOf(feature, cohort)
			if i >= 5 { // live: everybody
				seen = always(1)
			} else {
				add("soundings_rollout_ratio", of, seen)
			}
			people := func(k float64) func(float64) float64 {
				return func(age float64) float64 { return math.Floor(seen(age) * agreed(j)(age) * k) }
			}
			add("soundings_feature_exposed_members", of, people(1))
			add("soundings_feature_seen_members", of, people(.7))
			for window, k := range map[string]float64{"1d": .05, "7d": .2, "28d": .4} {
				add("soundings_feature_active_members", of+fmt.Sprintf("window=%q", window), people(k*(1-.06*float64(i))))
			}
		}
		for state, n := range map[string]float64{"new": 1, "assessing": 1, "adapting": 0, "done": 2, "told": 3, "not_planned": 1} {
			add("soundings_bumps", fmt.Sprintf("feature=%q,severity=\"major\",state=%q", feature, state), always(math.Floor(n*float64(12-i)/6)))
		}
	}
	for _, gate := range []string{"answers", "score", "bumps", "ready"} {
		held := 0.
		if gate == "score" {
			held = 1
		}
		add("soundings_rollout_held", fmt.Sprintf("feature=\"secure-messaging\",cohort=\"first\",gate=%q", gate), always(held))
	}
	add("soundings_bump_oldest_open_seconds", `severity="major"`, always(11*86400))
}

// putWords adds surveys and polls.
func putWords(add put) {
	for i, survey := range bigSurveys {
		since := []float64{120, 45, 20}[i]
		from := func(value func(float64) float64) func(float64) float64 {
			return func(age float64) float64 {
				if age > since {
					return math.NaN()
				}
				return value(age)
			}
		}
		of := fmt.Sprintf("survey=%q,", survey)
		add("soundings_survey_info", of+fmt.Sprintf("title=%q,state=\"open\"", []string{"The first month", "Three months", "What staff see"}[i]), from(always(1)))
		for state, n := range map[string]float64{"created": 20, "sent": 60, "opened": 30, "started": 12, "completed": 126, "bounced": 9, "expired": 15} {
			add("soundings_survey_invitations", of+fmt.Sprintf("state=%q", state), from(always(n)))
		}
		for instrument, score := range map[string][2]float64{"sus": {70, 3}, "nps": {24, 9}, "ueq-s": {1.2, .3}} {
			for n, suffix := range []string{"_low", "", "_high"} {
				add("soundings_survey_score"+suffix, of+fmt.Sprintf("instrument=%q", instrument), from(func(age float64) float64 {
					return score[0] + float64(n-1)*score[1]*(1+5/(1+since-age))
				}))
			}
		}
	}
	for i, poll := range bigPolls {
		of := fmt.Sprintf("poll=%q,", poll)
		add("soundings_poll_info", of+fmt.Sprintf("title=%q,state=%q", strings.ToUpper(poll[:1])+strings.ReplaceAll(poll[1:], "-", " "), []string{"closed", "closed", "open"}[i]), always(1))
		for n, group := range []string{"patient", "staff", "provider", "practice"} {
			add("soundings_poll_ballots", of+fmt.Sprintf("group=%q", group), always([]float64{210, 60, 22, 12}[n]))
			add("soundings_poll_invited", of+fmt.Sprintf("group=%q", group), always([]float64{600, 80, 40, 15}[n]))
		}
		for n, feature := range bigFeatures {
			add("soundings_poll_place", of+fmt.Sprintf("feature=%q", feature), always(float64((n+i)%len(bigFeatures)+1)))
		}
	}
}

// putPlan adds what is aimed at and what slips.
func putPlan(add put, end time.Time) {
	goals := []struct {
		goal, figure, cohort, survey, standing string
		target, value                          float64
	}{
		{"half-of-all-active", "active_7d", "", "", "on_the_way", 450, 414}, {"easy-to-use", "score", "", "first-month", "behind", 75, 70},
		{"everybody-asked", "enrolled_share", "first", "", "reached", .6, .71}, {"answers", "response_rate", "", "staff-view", "overdue", .6, .46},
		{"first-use", "first_use_28d", "", "", "unmeasured", .8, math.NaN()},
	}
	standings := []string{"reached", "on_the_way", "behind", "overdue", "unmeasured"}
	for i, g := range goals {
		of := fmt.Sprintf("goal=%q,", g.goal)
		add("soundings_goal_info", of+fmt.Sprintf("title=%q,figure=%q,cohort=%q,feature=\"\",survey=%q,entry=%q", strings.ToUpper(g.goal[:1])+strings.ReplaceAll(g.goal[1:], "-", " "), g.figure, g.cohort, g.survey, g.goal), always(1))
		add("soundings_goal_target", of, always(g.target))
		add("soundings_goal_value", of, always(g.value))
		add("soundings_goal_due_timestamp_seconds", of, always(float64(end.Add(time.Duration(30*i-20)*day).Unix())))
		for _, s := range standings {
			stands := 0.
			if s == g.standing {
				stands = 1
			}
			add("soundings_goal_standing", of+fmt.Sprintf("standing=%q", s), always(stands))
		}
	}
	for _, s := range standings {
		add("soundings_goals", fmt.Sprintf("standing=%q", s), always(1))
	}
	for i, quarter := range []string{"1", "2", "3", "4", "later"} {
		for n, s := range []string{"done", "done_late", "on_track", "slipping", "dropped", "added"} {
			add("soundings_plan_features", fmt.Sprintf("quarter=%q,standing=%q", quarter, s), always(float64((i+n)%3)))
		}
	}
	add("soundings_plan_info", `plan="the-first-year",title="The first year"`, always(1))
	for feature, slip := range map[string]struct {
		days float64
		told string
	}{"secure-messaging": {92, "no"}, "video-visits": {31, "yes"}, "photos": {12, "yes"}} {
		add("soundings_plan_slip_seconds", fmt.Sprintf("feature=%q,told=%q", feature, slip.told), always(slip.days*86400))
	}
	for name, n := range map[string]float64{"soundings_tasks_overdue": 3, "soundings_decisions_waiting": 1, "soundings_trainings_due": 2} {
		add(name, "", always(n))
	}
	for release, ago := range bigReleases {
		add("soundings_release_info", fmt.Sprintf("release=%q,title=%q,entry=%[1]q", release, strings.ReplaceAll(release, "-", " ")), always(1))
		add("soundings_release_timestamp_seconds", fmt.Sprintf("release=%q", release), always(float64(end.Add(-ago).Unix())))
	}
}

// putProgram adds the health of the servers.
func putProgram(add put, end time.Time) {
	for version, span := range map[string][2]float64{"1.0.0": {201, 60}, "1.1.0": {60, 20}, "1.2.0": {20, -1}} {
		add("soundings_build_info", fmt.Sprintf("version=%q,engine=\"mongodb\",url=\"https://portal-beta.example.org\"", version), func(age float64) float64 {
			if age < span[0] && age >= span[1] {
				return 1
			}
			return math.NaN()
		})
	}
	at := func(age float64) float64 { return float64(end.Unix()) - age*86400 }
	add("up", "", always(1))
	add("soundings_refreshed_timestamp_seconds", "", func(age float64) float64 { return at(age) - 8 })
	add("process_resident_memory_bytes", "", func(age float64) float64 { return 1.4e8 + 1e6*math.Mod(age, 9) })
	for task, interval := range map[string]float64{"figures": 60, "mail": 60, "outbox": 60, "sessions": 3600} {
		add("soundings_job_last_success_timestamp_seconds", fmt.Sprintf("task=%q", task), func(age float64) float64 { return at(age) - interval/2 })
		add("soundings_job_interval_seconds", fmt.Sprintf("task=%q", task), always(interval))
	}
}

// write writes it as OpenMetrics.
func (c *bigClinic) write(to io.Writer) error {
	w := bufio.NewWriterSize(to, 1<<20)
	for _, name := range slices.Sorted(maps.Keys(c.families)) {
		fmt.Fprintf(w, "# TYPE %s gauge\n", name)
		times := c.times
		if name == "soundings_rollout_ratio" {
			times = c.often
		}
		for _, s := range c.families[name] {
			for _, at := range times {
				ago := c.end.Sub(at)
				if value := s.value(ago.Hours() / 24); ago <= s.since && !math.IsNaN(value) {
					fmt.Fprintf(w, "%s{%s} %g %d\n", name, s.labels, value, at.Unix())
				}
			}
		}
	}
	fmt.Fprintln(w, "# EOF")
	return w.Flush()
}
