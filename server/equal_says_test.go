package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// activeByCohort is how many of each cohort were active in the last 7 days.
func (p product) activeByCohort() figures {
	found := figures{}
	for _, cohort := range p.cohorts() {
		for _, row := range p.table("active.csv?cohort=" + cohort["cohort"]) {
			if row["feature"] == "" {
				found[cohort["cohort"]] = p.number(row["active_7d"]) // the last day stays
			}
		}
	}
	return found
}

// byFeature adds up a column of the report of features over the chosen cohorts.
func (p product) byFeature(column string) figures {
	found := figures{}
	for _, row := range p.ofCohorts("features.csv") {
		found[row["feature"]] += p.number(row[column])
	}
	return found
}

// ranked is the share of those who may see a feature that used it in 28 days.
func (p product) ranked() figures {
	found, used := figures{}, p.active("active_28d")
	for feature, exposed := range p.byFeature("exposed") {
		if exposed > 0 {
			found[feature] = min(1, used[feature]/exposed)
		}
	}
	return found
}

// reached is who may see each feature, who was shown it and who used it.
func (p product) reached() figures {
	found, exposed := figures{}, p.byFeature("exposed")
	for query, column := range map[string]string{"A": "exposed", "B": "seen", "C": "active_7d"} {
		for feature, n := range p.byFeature(column) {
			if exposed[feature] > 0 {
				found[query+" "+feature] = n
				if query == "B" {
					found["D "+feature] = min(1, n/exposed[feature])
				}
			}
		}
	}
	return found
}

// funnel is how far members of all cohorts came.
func (p product) funnel() figures {
	found, steps := figures{}, []string{"selected", "invited", "agreed", "enrolled", "used", "repeat", "regular"}
	for _, row := range p.ofCohorts("funnel.csv") {
		found[string(rune('A'+slices.Index(steps, row["step"])))] += p.number(row["members"])
	}
	return found
}

// consent is how many members of all cohorts are in each state.
func (p product) consent() figures {
	found := figures{}
	for i, state := range []string{"selected", "invited", "agreed", "graduated", "declined", "withdrawn"} {
		found[string(rune('A'+i))] = p.members(state)
	}
	return found
}

// retention is the share of those who agreed that was active so many weeks later.
func (p product) retention() figures {
	size, active := figures{}, figures{}
	for _, row := range p.ofCohorts("retention.csv") {
		key := fmt.Sprintf("A %s %02.0f", row["cohort"], p.number(row["weeks_after"]))
		size[key] += p.number(row["size"])
		active[key] += p.number(row["active"])
	}
	for key := range active {
		active[key] /= size[key]
	}
	return active
}

// goals is where each goal of the charter is, what is aimed at, by when and how it stands.
func (p product) goals() figures {
	found := figures{}
	for _, row := range p.table("goals.csv") {
		times := 1.0
		if strings.Contains(row["figure"], "share") || strings.Contains(row["figure"], "rate") || strings.Contains(row["figure"], "first_use") {
			times = 100
		}
		tenths := func(cell string) float64 { return math.Round(10*times*p.number(cell)) / 10 }
		found["A "+row["goal"]], found["B "+row["goal"]] = tenths(row["now"]), tenths(row["target"])
		if row["now"] == "" {
			found["A "+row["goal"]] = -1
		}
		by, err := time.Parse(time.DateOnly, row["by"])
		if err != nil {
			p.Fatal(err)
		}
		found["C "+row["goal"]] = float64(base.EndOfDay(by.Year(), by.Month(), by.Day(), p.zone).UnixMilli())
		found["D "+row["goal"]+" "+row["standing"]] = 1
	}
	return found
}

// planLine is how one feature of a plan gets on.
type planLine struct {
	Feature, Baseline, Planned, Standing string
	Late                                 float64 `json:"late_days"`
	Untold                               []string
}

// plan returns the starts of the quarters of the newest plan, and how its features get on.
func (p product) plan() (starts []string, all []planLine) {
	var listed struct{ Items []struct{ ID string } }
	p.api(auth.Viewer, "/plans", &listed)
	var one struct {
		Phases   []struct{ Starts string }
		Progress []planLine
	}
	p.api(auth.Viewer, "/plans/"+listed.Items[0].ID, &one)
	for _, phase := range one.Phases {
		starts = append(starts, phase.Starts)
	}
	return starts, one.Progress
}

// slips is how many days features of the plan come late, and whether somebody was told.
func (p product) slips() figures {
	found := figures{}
	_, all := p.plan()
	for _, one := range all {
		if one.Standing == "slipping" {
			found["A "+one.Feature+" "+map[bool]string{true: "yes", false: "no"}[len(one.Untold) == 0]] = one.Late
		}
	}
	return found
}

// quarters is how many features of each quarter stand how. A quarter ends where the next begins.
func (p product) quarters() figures {
	found := figures{}
	starts, all := p.plan()
	for _, one := range all {
		due := one.Baseline
		if due == "" {
			due = one.Planned
		}
		quarter := 0
		for _, start := range starts {
			if start < due {
				quarter++
			}
		}
		found[fmt.Sprintf("A %d %s", quarter, one.Standing)]++
	}
	return found
}

// listed is how many tasks Today lists whose title begins so and whose button leads to such an address.
func (p product) listed(title, address string) (n float64) {
	for _, task := range all(parsed(p.get("/", "")).root, "article") {
		heads, links := all(task, "h3"), all(task, "a")
		if strings.HasPrefix(text(heads[0]), title) && strings.Contains(attr(links[len(links)-1], "href"), address) {
			n++
		}
	}
	return n
}

// waiting is what Today lists: tasks of the charter, rollouts that a gate holds, and open bumps.
func (p product) waiting() figures {
	var open float64
	for _, link := range all(parsed(p.get("/", "")).root, "a") {
		if attr(link, "href") == "/board" && find(link.Parent.Parent.Parent, "class", "figures") == nil && link.Parent.Data == "dd" {
			open = p.number(text(link))
		}
	}
	return figures{
		"A": p.listed("Overdue: ", "/charter/"), "B": p.listed("To be decided: ", "/charter/"), "C": p.listed("Training: ", "/charter/"),
		"D": p.listed("“", "/rollouts/"), "E": open,
	}
}

// scores is the mean score of the system usability scale of each survey, with its interval.
func (p product) scores() figures {
	found := figures{}
	for _, row := range p.table("surveys.csv") {
		if row["instrument"] == "sus" {
			found[row["survey"]], found["from "+row["survey"]], found["to "+row["survey"]] = p.number(row["score"]), p.number(row["low"]), p.number(row["high"])
		}
	}
	return found
}

// responses is how many were asked in each survey, answered and came back.
func (p product) responses() figures {
	found := figures{}
	for _, row := range p.table("surveys.csv") {
		invited, delivered, completed := p.number(row["invited"]), p.number(row["delivered"]), p.number(row["completed"])
		if delivered > 0 {
			found["A "+row["survey"]], found["B "+row["survey"]] = delivered, completed
			found["C "+row["survey"]], found["D "+row["survey"]] = invited-delivered, completed/delivered
		}
	}
	return found
}

// turnout is how many of each group voted, and of those invited what share that is.
func (p product) turnout() figures {
	var listed struct{ Items []struct{ ID, State string } }
	p.api(auth.Viewer, "/polls", &listed)
	found := figures{}
	for _, poll := range listed.Items {
		if poll.State == "draft" {
			continue
		}
		var results struct {
			Groups []struct {
				Group            string
				Invited, Ballots float64
			}
		}
		p.api(auth.Viewer, "/polls/"+poll.ID+"/results", &results)
		for _, g := range results.Groups {
			row := " " + poll.ID + " " + g.Group
			found["A"+row], found["B"+row] = g.Ballots, -1
			if g.Invited > 0 {
				found["B"+row] = g.Ballots / g.Invited
			}
		}
	}
	return found
}

// places is where each poll puts each feature.
func (p product) places() figures {
	found := figures{}
	for _, row := range p.table("polls.csv") {
		found["A "+row["poll"]+" "+row["feature"]] = p.number(row["place"])
	}
	return found
}

// shares is the largest share of a cohort that sees each feature that is rolled out.
func (p product) shares() figures {
	var features struct{ Items []struct{ Key string } }
	p.api(auth.Viewer, "/features", &features)
	found := figures{}
	for _, f := range features.Items {
		var rollouts struct {
			Items []struct {
				Cohort  string
				Percent float64
			}
		}
		p.api(auth.Viewer, "/features/"+f.Key+"/rollouts", &rollouts)
		for _, r := range rollouts.Items {
			if p.cohort == "" || r.Cohort == p.cohort {
				found[f.Key] = max(found[f.Key], r.Percent/100)
			}
		}
	}
	return found
}

// bump is what the board has of a bump.
type bump struct{ State, Severity, Feature string }

func (b bump) open() bool { return b.State == "new" || b.State == "assessing" || b.State == "adapting" }

// board returns every bump, which the API lists by state.
func (p product) board() (all []bump) {
	for _, state := range []string{"new", "assessing", "adapting", "done", "told", "not_planned"} {
		var listed struct {
			Items []bump
			Next  string
		}
		if p.api(auth.Member, "/bumps?limit=100&state="+state, &listed); listed.Next != "" {
			p.Fatalf("more than 100 bumps are %s", state)
		}
		all = append(all, listed.Items...)
	}
	return all
}

// bumpsOpen is how many bumps are open, by how bad they are.
func (p product) bumpsOpen() figures {
	found := figures{"A": 0, "B": 0, "C": 0, "D": 0}
	for _, b := range p.board() {
		if b.open() {
			found[map[string]string{"blocker": "A", "major": "B", "minor": "C", "": "D"}[b.Severity]]++
		}
	}
	return found
}

// bumpsAbout is how many are open, by what they are about.
func (p product) bumpsAbout() figures {
	found := figures{}
	for _, b := range p.board() {
		if b.open() {
			found[b.Feature]++
		}
	}
	return found
}

// bumpsIn is how many are in each of these states.
func (p product) bumpsIn(states ...string) figures {
	found := figures{}
	for _, state := range states {
		found[state] = 0
	}
	for _, b := range p.board() {
		if slices.Contains(states, b.State) {
			found[b.State]++
		}
	}
	return found
}
