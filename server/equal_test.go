package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"soundings/metrics/grafana"
	"soundings/web/auth"
)

// figures are numbers by what tells them apart: the query of a panel, "A" being its first, and labels, as "A labs". A query whose
// legend is labels has rows of one kind, and no name: "labs". One that is named is called by its legend.
type figures map[string]float64

// counterpart is a panel whose figures the product says too.
type counterpart struct {
	by     string // the labels that tell its rows apart
	beside string // queries that draw what figures are held against
	named  bool   // its queries are called by their legends
	says   func(product) figures
}

// counterparts are where the product says what panels of the reports show, by the key of each: the files of /reports, what
// Today lists, and what the API has of plan and polls.
func counterparts() map[string]counterpart {
	one := func(key string, says func(product) float64) counterpart {
		return counterpart{says: func(p product) figures { return figures{key: says(p)} }}
	}
	return map[string]counterpart{
		"taking-part":     one("", func(p product) float64 { return p.members("agreed") }),
		"active-week":     one("", func(p product) float64 { return p.active("active_7d")[""] }),
		"ease-of-use":     one("", func(p product) float64 { return p.number(p.table("surveys.csv")[0]["score"]) }),
		"answered":        one("", func(p product) float64 { return p.sum("surveys.csv", "completed") / p.sum("surveys.csv", "delivered") }),
		"slips-untold":    one("A", func(p product) float64 { return p.listed("", "/tell/") }),
		"use":             {by: "cohort", beside: "Goal:", says: product.activeByCohort},
		"features-ranked": {by: "feature", says: product.ranked},
		"funnel":          {says: product.funnel},
		"goals":           {by: "title standing", says: product.goals},
		"slips":           {by: "feature told", says: product.slips},
		"waiting":         {says: product.waiting},
		"score-sus":       {by: "survey", named: true, beside: "Goal:, Average of published studies", says: product.scores},
		"response":        {by: "survey", says: product.responses},
		"turnout":         {by: "poll group", says: product.turnout},
		"places":          {by: "poll feature", beside: "B", says: product.places},
		"features-used":   {by: "feature", says: func(p product) figures { return p.byFeature("active_7d") }},
		"reached":         {by: "feature", says: product.reached},
		"rollout-steps":   {by: "feature", says: product.shares},
		"habit": {says: func(p product) figures {
			return figures{"A": p.active("active_1d")[""], "B": p.active("active_7d")[""], "C": p.active("active_28d")[""]}
		}},
		"stickiness":    one("A", func(p product) float64 { return p.active("active_1d")[""] / p.active("active_28d")[""] }),
		"retention":     {by: "cohort week", says: product.retention},
		"consent":       {says: product.consent},
		"plan-quarters": {by: "quarter standing", says: product.quarters},
		"bumps-open":    {says: product.bumpsOpen},
		"bumps-about":   {by: "feature", says: product.bumpsAbout},
		"bumps-states":  {by: "state", says: func(p product) figures { return p.bumpsIn("new", "assessing", "adapting") }},
		"bumps-ended":   {by: "state", says: func(p product) figures { return p.bumpsIn("done", "told", "not_planned") }},
	}
}

// withoutCounterpart are the other panels of the reports, and why.
var withoutCounterpart = map[string]string{
	"against-week-before":  "Prometheus has known it for seconds",
	"score-umux-lite":      "the made-up clinic does not ask it",
	"held":                 "the product says it in sentences; how many rollouts are held is among what waits",
	"releases":             "days, which the product writes out",
	"bumps-oldest":         "ages, which no page of the product says",
	"bumps-time":           "no page of the product says it",
	"bumps-time-over-time": "no page of the product says it",
	"messages-states":      "a made-up clinic writes to nobody",
	"messages-waiting":     "a made-up clinic writes to nobody",
	"mail-due":             "a made-up clinic writes to nobody",
}

// product is the pages and the API of a server: pages as a manager reads them, of answers what viewers are told.
type product struct {
	*testing.T
	base    string
	keys    map[auth.Role]string
	zone    *time.Location    // of the clinic
	cohort  string            // that is chosen; empty: all are
	read    map[string]string // what was read already, by its address
	browser http.Client
}

// readProduct signs in to a made-up clinic.
func readProduct(t *testing.T, s *server) product {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := s.app.Metrics.Zone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := product{t, s.BaseURL, map[auth.Role]string{}, zone, "", map[string]string{}, http.Client{Jar: jar}}
	for _, role := range []auth.Role{auth.Viewer, auth.Member} {
		if p.keys[role], _, err = s.app.Accounts.CreateKey(t.Context(), "Figures", role); err != nil {
			t.Fatal(err)
		}
	}
	p.get(strings.TrimPrefix(s.link(t, "/signin/"), s.BaseURL), "")
	return p
}

// get returns a page, or what the API answers a key. It asks for each once.
func (p product) get(path, key string) string {
	p.Helper()
	if text, ok := p.read[path+key]; ok {
		return text
	}
	r, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.base+path, nil)
	if err != nil {
		p.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := p.browser.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		p.Fatalf("%s answered %s, %v", path, answer.Status, err)
	}
	p.read[path+key] = string(body)
	return string(body)
}

// api reads what the API answers a key of a role.
func (p product) api(role auth.Role, path string, into any) {
	p.Helper()
	if err := json.Unmarshal([]byte(p.get("/api/v1"+path, p.keys[role])), into); err != nil {
		p.Fatalf("%s: %v", path, err)
	}
}

// table returns a file of /reports, each row by the names of its columns.
func (p product) table(file string) []map[string]string {
	p.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.get("/reports/"+file, ""), "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 {
		p.Fatalf("%s has %d rows, %v", file, len(rows), err)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, name := range rows[0] {
			named[name] = row[i]
		}
		all = append(all, named)
	}
	return all
}

// cohorts returns the chosen rows of the report of cohorts.
func (p product) cohorts() []map[string]string {
	p.Helper()
	return slices.DeleteFunc(p.table("cohorts.csv"), func(row map[string]string) bool { return p.cohort != "" && row["cohort"] != p.cohort })
}

// members adds up how many members of the chosen cohorts are in a state.
func (p product) members(state string) (n float64) {
	p.Helper()
	for _, row := range p.cohorts() {
		n += p.number(row[state])
	}
	return n
}

// ofCohorts returns the rows of a file of /reports for every chosen cohort, which they name.
func (p product) ofCohorts(file string) []map[string]string {
	p.Helper()
	var all []map[string]string
	for _, cohort := range p.cohorts() {
		for _, row := range p.table(file + "?cohort=" + cohort["cohort"]) {
			row["cohort"] = cohort["cohort"]
			all = append(all, row)
		}
	}
	return all
}

// number reads a cell; an empty one is nothing.
func (p product) number(cell string) float64 {
	p.Helper()
	if cell == "" {
		return 0
	}
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		p.Fatal(err)
	}
	return x
}

// sum adds up a column of a file.
func (p product) sum(file, column string) (sum float64) {
	p.Helper()
	for _, row := range p.table(file) {
		sum += p.number(row[column])
	}
	return sum
}

// active returns how many were active on the last day, by feature; of the portal as a whole under "".
func (p product) active(window string) figures {
	p.Helper()
	rows, found := p.ofCohorts("active.csv"), figures{}
	last := slices.MaxFunc(rows, func(a, b map[string]string) int { return strings.Compare(a["day"], b["day"]) })["day"]
	for _, row := range rows {
		if row["day"] == last {
			found[row["feature"]] += p.number(row[window])
		}
	}
	return found
}

// name returns what a query is called.
func (c counterpart) name(of target) string {
	if first, _, labels := strings.Cut(of.LegendFormat, "{{"); labels {
		return strings.TrimSpace(first)
	}
	if c.named && of.LegendFormat != "" {
		return of.LegendFormat
	}
	return of.RefID
}

// reportPanels returns the panels of the reports by their keys.
func reportPanels(t *testing.T) map[string]panel {
	t.Helper()
	byID, keys := map[string]panel{}, map[string]panel{}
	for _, p := range dashboards(t)[0].Panels {
		byID[fmt.Sprint(p.ID)] = p
	}
	for _, key := range slices.Concat(slices.Collect(maps.Keys(counterparts())), slices.Collect(maps.Keys(withoutCounterpart))) {
		_, id, _ := strings.Cut(grafana.PanelPath(key, nil), "viewPanel=")
		p, shown := byID[id]
		if !shown {
			t.Errorf("the dashboard has no panel %q", key)
			continue
		}
		keys[key] = p
		delete(byID, id)
	}
	for _, p := range byID {
		if len(p.Targets) > 0 {
			t.Errorf("%s: it is neither compared with the product, nor is it said why not", p.Title)
		}
	}
	return keys
}

// ofCohort reports whether a panel shows the chosen cohorts alone.
func (p panel) ofCohort() bool {
	return slices.ContainsFunc(p.Targets, func(of target) bool { return strings.Contains(of.Expr, "$cohort") })
}

// show returns the figures of a panel as Prometheus has them now, of the chosen cohorts.
func (p *scraper) show(t *testing.T, of panel, c counterpart, cohort string) figures {
	t.Helper()
	found := figures{}
	for _, target := range of.Targets {
		name := c.name(target)
		if name != "" && slices.Contains(strings.Split(c.beside, ", "), name) {
			continue
		}
		var data struct {
			Result []struct {
				Metric map[string]string
				Value  [2]any
			}
		}
		if err := p.ask("query", url.Values{"query": {fillIn(strings.ReplaceAll(target.Expr, "$cohort", cmp.Or(cohort, ".+")), time.Minute)}}, &data); err != nil {
			t.Error(err)
		}
		for _, row := range data.Result {
			key := []string{name}
			for _, label := range strings.Fields(c.by) {
				if value := row.Metric[label]; value != "" {
					key = append(key, value)
				}
			}
			found[strings.TrimSpace(strings.Join(key, " "))] = value(t, row.Value)
		}
	}
	return found
}

// unlike returns how the figures of a panel differ from those of the product. The files of /reports have four decimals.
func (f figures) unlike(says figures) (wrong []string) {
	for key := range maps.Keys(says) {
		if shown, ok := f[key]; !ok || math.Abs(shown-says[key]) > 1e-4+1e-9*math.Abs(shown) {
			wrong = append(wrong, fmt.Sprintf("%s is %v, and in the product %v", key, f[key], says[key]))
		}
	}
	for key, shown := range f {
		if _, ok := says[key]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s is %v, and in the product it is not", key, shown))
		}
	}
	return wrong
}

// equalsTheProduct checks that each panel of the reports shows what the product says at the same moment, of all cohorts and of
// one.
func (p *scraper) equalsTheProduct(t *testing.T, s *server) {
	t.Helper()
	product, panels := readProduct(t, s), reportPanels(t)
	all, ofCohort := counterparts(), counterparts()
	maps.DeleteFunc(ofCohort, func(key string, _ counterpart) bool { return !panels[key].ofCohort() })
	p.equals(t, product, panels, all)
	product.cohort = "first-testers"
	p.equals(t, product, panels, ofCohort)
}

// equals checks that panels show what the product says. Both count every 15 seconds.
func (p *scraper) equals(t *testing.T, product product, panels map[string]panel, left map[string]counterpart) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); len(left) > 0; time.Sleep(time.Second) {
		clear(product.read)
		for key, c := range left {
			wrong := p.show(t, panels[key], c, product.cohort).unlike(c.says(product))
			if len(wrong) == 0 {
				delete(left, key)
			} else if time.Now().After(deadline) {
				t.Errorf("%s, of cohort %q: %s", key, product.cohort, strings.Join(wrong, "; "))
			}
		}
		if time.Now().After(deadline) {
			return
		}
	}
}
