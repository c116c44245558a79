package grafana

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// madeUp is a clinic with more of everything than a panel can show, as its servers export it.
type madeUp struct {
	job     string
	servers []string
	waves   int // into how many series each is divided by a label that it does not have yet; 0: none
	from    time.Time
	to      time.Time
}

// exported is one series: its labels and its value on a day.
type exported struct {
	labels string
	at     func(day float64) float64
}

// family is one name with its series.
type family struct {
	name   string
	counts bool // it is divided among waves; else every wave has its own
	series []exported
}

func madeUpFeatures() []string {
	return []string{"bills", "booking", "directions", "forms", "pay", "photos", "proxy", "refills", "secure-messaging", "test-results", "vaccines", "visits"}
}

func madeUpCohorts() []string { return []string{"first", "spring", "staff", "summer"} }

func constant(x float64) func(float64) float64 { return func(float64) float64 { return x } }

// over makes a series of each value of a label.
func over(label string, values []string, of func(i int, labels string) []exported) []exported {
	var all []exported
	for i, v := range values {
		all = append(all, of(i, fmt.Sprintf(`%s="%s",`, label, v))...)
	}
	return all
}

// always has the same value for each value of a label.
func always(label, rest string, x float64, values ...string) []exported {
	return over(label, values, func(_ int, labels string) []exported { return []exported{{labels + rest, constant(x)}} })
}

// rolledOut is how far a feature is rolled out: an eighth more each day, one feature after the other.
func rolledOut(feature int, day float64) float64 {
	return math.Min(1, math.Max(0, math.Floor(day)-float64(feature))/8)
}

// moves returns how many steps rollouts take from a day on.
func (m madeUp) moves(from int) int {
	n := 0
	for day := from; day <= int(m.to.Sub(m.from).Hours()/24); day++ {
		for i := range madeUpFeatures() {
			if rolledOut(i, float64(day)) != rolledOut(i, float64(day-1)) {
				n += len(madeUpCohorts())
			}
		}
	}
	return n
}

// families are all series of the contract.
func (m madeUp) families() []family {
	features, cohorts, groups := madeUpFeatures(), madeUpCohorts(), []string{"patient", "staff"}
	windows := []string{"1d", "28d", "7d"}
	both := func(of func(i int, labels string) []exported) []exported {
		return over("cohort", cohorts, func(_ int, c string) []exported {
			return over("feature", features, func(i int, f string) []exported { return of(i, c+f) })
		})
	}
	grows := func(by float64) func(float64) float64 {
		return func(day float64) float64 { return math.Floor(by * (10 + day)) }
	}
	goals := []string{"half-a-thousand", "easy", "answers"}
	seconds, tasks := float64(m.to.Unix()), []string{"figures", "fold", "send", "sweep", "ramps", "ends", "alerts", "history", "copies"}
	titled := func(label, rest string, values []string) []exported {
		return over(label, values, func(_ int, l string) []exported {
			return []exported{{l + `title="The ` + strings.Trim(strings.TrimPrefix(l, label+"="), `",`) + `",` + rest, constant(1)}}
		})
	}
	return []family{
		{"soundings_cohort_members", true, over("cohort", cohorts, func(_ int, c string) []exported {
			return always("state", c, 40, "selected", "invited", "agreed", "graduated", "declined", "withdrawn")
		})},
		{"soundings_cohort_active_members", true, over("cohort", cohorts, func(n int, c string) []exported {
			return over("window", windows, func(i int, w string) []exported { return []exported{{c + w, grows(float64(2*i + n + 1))}} })
		})},
		{"soundings_cohort_funnel_members", true, over("cohort", cohorts, func(_ int, c string) []exported {
			return always("step", c, 30, "1-selected", "2-invited", "3-agreed", "4-enrolled", "5-used", "6-repeat", "7-regular")
		})},
		{"soundings_cohort_retained_ratio", false, over("cohort", cohorts, func(_ int, c string) []exported { return always("week", c, 0.5, "00", "01", "02") })},
		{"soundings_cohort_info", false, titled("cohort", "", cohorts)},
		{"soundings_feature_exposed_members", true, both(func(_ int, l string) []exported { return []exported{{l, constant(100)}} })},
		{"soundings_feature_seen_members", true, both(func(_ int, l string) []exported { return []exported{{l, constant(60)}} })},
		{"soundings_feature_active_members", true, both(func(i int, l string) []exported {
			return over("window", windows, func(_ int, w string) []exported { return []exported{{l + w, constant(float64(2 * i))}} })
		})},
		{"soundings_feature_info", false, titled("feature", `stage="beta",`, features)},
		{"soundings_rollout_ratio", false, both(func(i int, l string) []exported {
			return []exported{{l, func(day float64) float64 { return rolledOut(i, day) }}}
		})},
		{"soundings_rollout_held", false, both(func(i int, l string) []exported { return always("gate", l, float64(1-i%2), "answers", "score") })},
		{"soundings_survey_invitations", true, over("survey", []string{"first-month", "later", "staff-view"}, func(_ int, s string) []exported {
			return always("state", s, 20, "created", "sent", "started", "completed", "bounced", "expired")
		})},
		{"soundings_survey_info", false, titled("survey", `state="open",`, []string{"first-month", "later", "staff-view"})},
		{"soundings_survey_score", false, over("survey", []string{"first-month"}, func(_ int, s string) []exported { return always("instrument", s, 70, "sus", "umux-lite") })},
		{"soundings_survey_score_low", false, over("survey", []string{"first-month"}, func(_ int, s string) []exported { return always("instrument", s, 65, "sus", "umux-lite") })},
		{"soundings_survey_score_high", false, over("survey", []string{"first-month"}, func(_ int, s string) []exported { return always("instrument", s, 75, "sus", "umux-lite") })},
		{"soundings_poll_ballots", true, over("poll", []string{"what-first"}, func(_ int, p string) []exported { return always("group", p, 30, groups...) })},
		{"soundings_poll_invited", true, over("poll", []string{"what-first"}, func(_ int, p string) []exported { return always("group", p, 60, groups...) })},
		{"soundings_poll_place", false, over("poll", []string{"what-first"}, func(_ int, p string) []exported { return always("feature", p, 3, features...) })},
		{"soundings_poll_info", false, titled("poll", `state="open",`, []string{"what-first"})},
		{"soundings_bumps", true, over("feature", append(features, "signing-in"), func(_ int, f string) []exported {
			return over("severity", []string{"blocker", "major", "minor", "unjudged"}, func(_ int, s string) []exported {
				return over("state", []string{"new", "assessing", "adapting", "done", "told", "not_planned"}, func(_ int, l string) []exported {
					return []exported{{f + s + l, func(day float64) float64 { return 2 * math.Floor(day/4) }}}
				})
			})
		})},
		{"soundings_bump_oldest_open_seconds", false, always("severity", "", 5000, "blocker", "major", "minor", "unjudged")},
		{"soundings_bump_resolution_seconds_bucket", true, over("severity", []string{"blocker", "major", "minor", "unjudged"}, func(_ int, s string) []exported {
			return over("le", []string{"3600", "86400", "+Inf"}, func(i int, l string) []exported { return []exported{{s + l, constant(float64(2 * (i + 1)))}} })
		})},
		{"soundings_goal_value", false, always("goal", "", 0.4, goals[1:]...)},
		{"soundings_goal_target", false, always("goal", "", 0.5, goals...)},
		{"soundings_goal_due_timestamp_seconds", false, always("goal", "", seconds+9e6, goals...)},
		{"soundings_goal_standing", false, over("goal", goals, func(i int, g string) []exported {
			return over("standing", []string{"reached", "on_the_way", "behind", "overdue", "unmeasured"}, func(j int, s string) []exported {
				x := 0.0
				if i == j {
					x = 1
				}
				return []exported{{g + s, constant(x)}}
			})
		})},
		{"soundings_goal_info", false, []exported{
			{`goal="half-a-thousand",title="Half a thousand",entry="1",figure="active_7d",cohort="first",`, constant(1)},
			{`goal="easy",title="Easy",entry="2",figure="score",survey="first-month",`, constant(1)},
			{`goal="answers",title="Answers",entry="3",figure="response_rate",survey="first-month",`, constant(1)},
		}},
		{"soundings_plan_features", true, over("quarter", []string{"1", "2", "later"}, func(_ int, q string) []exported { return always("standing", q, 2, "done", "slipping") })},
		{"soundings_plan_slip_seconds", false, []exported{{`feature="refills",told="no",`, constant(9e6)}, {`feature="pay",told="yes",`, constant(3e6)}}},
		{"soundings_tasks_overdue", true, []exported{{"", constant(2)}}},
		{"soundings_decisions_waiting", true, []exported{{"", constant(1)}}},
		{"soundings_trainings_due", true, []exported{{"", constant(0)}}},
		{"soundings_release_timestamp_seconds", false, always("release", "", seconds+5e5, "autumn", "spring")},
		{"soundings_release_info", false, titled("release", `entry="7",`, []string{"autumn", "spring"})},
		{"soundings_outbox_messages", true, over("by", []string{"letter", "mail"}, func(_ int, b string) []exported {
			return always("state", b, 8, "waiting", "deferred", "sent", "failed", "skipped")
		})},
		{"soundings_mail_queued", false, []exported{{"", constant(3)}}},
		{"soundings_events_total", true, always("result", `kind="used",`, 5, "accepted", "refused")},
		{"soundings_mail_total", true, always("result", "", 5, "sent", "refused", "bounced")},
		{"soundings_refreshed_timestamp_seconds", false, []exported{{"", func(day float64) float64 { return float64(m.from.Unix()) + 86400*day - 10 }}}},
		{"soundings_build_info", false, []exported{{`version="1.0.0",engine="mongodb",url="https://beta.example.org",`, constant(1)}}},
		{"soundings_job_last_success_timestamp_seconds", false, over("task", tasks, func(i int, l string) []exported {
			return []exported{{l, constant(seconds - 60 - float64(i))}}
		})},
		{"soundings_job_interval_seconds", false, always("task", "", 60, tasks...)},
		{"soundings_backup_last_success_timestamp_seconds", false, []exported{{"", constant(seconds - 3600)}}},
		{"soundings_backup_interval_seconds", false, []exported{{"", constant(86400)}}},
		{"soundings_http_request_duration_seconds_count", true, over("route", []string{"/", "/s", "/api", "/reports"}, func(_ int, r string) []exported { return always("code", r, 50, "200", "404", "500") })},
		{"soundings_http_request_duration_seconds_bucket", true, over("route", []string{"/", "/s", "/api", "/reports"}, func(_ int, r string) []exported { return always("le", r+`code="200",`, 50, "0.1", "+Inf") })},
		{"soundings_store_operation_duration_seconds_count", true, over("operation", []string{"find", "get", "write"}, func(_ int, o string) []exported { return always("result", o, 50, "ok", "failed") })},
		{"soundings_store_operation_duration_seconds_bucket", true, over("operation", []string{"find", "get", "write"}, func(_ int, o string) []exported { return always("le", o+`result="ok",`, 50, "0.1", "+Inf") })},
		{"process_resident_memory_bytes", false, []exported{{"", constant(1e8)}}},
		{"up", false, []exported{{"", constant(1)}}},
	}
}

// times are when the servers are scraped: every four hours, and every half minute in the last ten minutes.
func (m madeUp) times() []time.Time {
	var all []time.Time
	for at := m.from; at.Before(m.to); at = at.Add(4 * time.Hour) {
		all = append(all, at)
	}
	for at := m.to.Add(-10 * time.Minute); !at.After(m.to); at = at.Add(30 * time.Second) {
		if at.After(all[len(all)-1]) {
			all = append(all, at)
		}
	}
	return all
}

// write writes what promtool makes blocks of, of clinics one after another in each family.
func write(to io.Writer, clinics ...madeUp) error {
	w := bufio.NewWriter(to)
	for i := range clinics[0].families() {
		for _, m := range clinics {
			f := m.families()[i]
			for _, server := range m.servers {
				for wave := range max(1, m.waves) {
					m.writeSeries(w, f, server, wave)
				}
			}
		}
	}
	fmt.Fprintln(w, "# EOF")
	return w.Flush()
}

func (m madeUp) writeSeries(w io.Writer, f family, server string, wave int) {
	for _, s := range f.series {
		labels := s.labels + fmt.Sprintf(`job="%s",instance="%s"`, m.job, server)
		part := 1.0
		if m.waves > 0 && strings.HasPrefix(f.name, "soundings_") {
			labels += fmt.Sprintf(`,wave="%d"`, wave+1)
			if f.counts {
				part = float64(m.waves)
			}
		}
		grown := 0.0
		for i, at := range m.times() {
			value := s.at(at.Sub(m.from).Hours()/24) / part
			if strings.HasSuffix(f.name, "_total") || strings.HasSuffix(f.name, "_seconds_count") || strings.HasSuffix(f.name, "duration_seconds_bucket") {
				grown = value * float64(i) // what counts up
				value = grown
			}
			fmt.Fprintf(w, "%s{%s} %g %d\n", f.name, labels, value, at.Unix())
		}
	}
}
