package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oasdiff/yaml"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics/grafana"
	"soundings/surveys"
	"soundings/web/auth"
	"soundings/web/page"
)

const anyGrafana = "https://portal.example.org/grafana"

// linksToGrafana returns where the links of a page to Grafana lead, in its order and each once.
func (a reply) linksToGrafana() []string {
	var all []string
	for n := range a.nodes() {
		href := attribute(n, "href")
		if !strings.Contains(href, "/d/") {
			continue
		}
		if n.Data != "a" || attribute(n, "rel") != "noreferrer" || !strings.Contains(n.FirstChild.Data, "Grafana") {
			a.b.t.Errorf("%s: the link to %s does not say where it leads", a.path, href)
		}
		if !slices.Contains(all, href) {
			all = append(all, href)
		}
	}
	return all
}

// steered sets up a clinic that has something on each page that links to Grafana: a feature on half the way to a cohort, paused,
// a survey with a score, a poll with votes, and a goal that is past its day.
func steered(t *testing.T) (k *house, survey string) {
	t.Helper()
	k = newClinic(t)
	ctx := t.Context()
	cohort, refs := k.wave(t, "First wave", 24)
	k.shown(t, "labs", cohort, 50)
	if _, err := k.Rollouts.SaveRollout(ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 50}, {Percent: 100}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Rollouts.Pause(ctx, "labs", cohort, ""); err != nil {
		t.Fatal(err)
	}
	v, err := k.Surveys.Create(ctx, surveys.Survey{Title: base.Words{"en": "How is it?", "es": "¿Cómo va?"}, Pages: []surveys.Page{{Questions: []surveys.Question{{ID: "sus", Instrument: "sus"}}}}})
	if err == nil {
		_, err = k.Surveys.Publish(ctx, v.ID)
	}
	if err == nil {
		_, err = k.Plans.SaveEntry(ctx, plan.Entry{
			Kind: plan.Goal, Title: "Forty a week", Figure: plan.Active7, Target: 40, Cohort: cohort, Date: k.clock.Now().UTC().Truncate(24 * time.Hour),
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	p, _ := k.poll(t, nil)
	k.votes(t, p, cohorts.Staff, 5, "bills", "booking", "forms")
	k.clock.Advance(48 * time.Hour)
	k.answer(t, v.ID, cohort, 4, refs[:20]...)
	return k, v.ID
}

// Each page of the team that shows a figure links to its panel, with the cohort, the feature, the survey and the period of the
// page, in the reader's language; also for those who may only look.
func TestPagesLinkToTheirPanels(t *testing.T) {
	k, survey := steered(t)
	k.with(t, func(c *Config) { c.GrafanaURL = anyGrafana })
	viewer := k.as(t, auth.Viewer)
	at := func(panel string, chosen page.Chosen) string {
		return page.Page{Grafana: anyGrafana}.InGrafana(panel, chosen).Href
	}
	zone := page.ZoneOf("America/New_York")
	december := page.Chosen{Cohort: "first-wave", From: time.Date(2025, 12, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 1, 1, 0, 0, 0, 0, zone)}
	wave := page.Chosen{Cohort: "first-wave", Feature: "labs"}
	for path, want := range map[string][]string{
		"/":                                  {at("rollout-steps", wave), at("goals", page.Chosen{}), anyGrafana + "/d/portal-reports"},
		"/features/labs":                     {at("features-used", wave)},
		"/features/labs/rollouts/first-wave": {at("rollout-steps", wave)},
		"/surveys/" + survey + "/results":    {at("response", page.Chosen{Survey: survey}), at("score-sus", page.Chosen{Survey: survey})},
		"/polls/what-next/results":           {at("places", page.Chosen{}), at("turnout", page.Chosen{})},
		"/reports?from=2025-12-01&to=2025-12-31": {
			at("goals", page.Chosen{}), at("use", december), at("features-used", december), at("features-ranked", december), at("funnel", december),
			at("consent", page.Chosen{Cohort: "first-wave"}), at("response", page.Chosen{}), at("score-sus", page.Chosen{}), at("places", page.Chosen{}),
		},
	} {
		got := viewer.get(path).is(200).says("in Grafana").linksToGrafana()
		for _, href := range want {
			if !slices.Contains(got, href) {
				t.Errorf("%s does not lead to %s, but to %q", path, href, got)
			}
		}
	}
	got := viewer.get("/reports").is(200).linksToGrafana()
	for _, panel := range []string{"reached", "retention"} { // of these weeks alone
		from := at(panel, page.Chosen{Cohort: "first-wave"}) + "&from="
		if !slices.ContainsFunc(got, func(href string) bool { return strings.HasPrefix(href, from) && strings.HasSuffix(href, "&to=now") }) {
			t.Errorf("the report of these weeks does not lead to %s until now, but to %q", panel, got)
		}
	}
	viewer.get("/?lang=es")
	viewer.get("/").is(200).says("en Grafana").linksToGrafana()
}

// Without the setting no page speaks of Grafana; with it none that patients see does.
func TestNoPageLinksToAGrafanaThatIsNotThere(t *testing.T) {
	k, survey := steered(t)
	team := k.as(t, auth.Manager)
	for _, path := range []string{"/", "/reports", "/reports/pack", "/features/labs", "/features/labs/rollouts/first-wave", "/surveys/" + survey + "/results", "/polls/what-next/results"} {
		if strings.Contains(team.get(path).is(200).body, "Grafana") {
			t.Errorf("%s speaks of Grafana", path)
		}
	}
	k.with(t, func(c *Config) { c.GrafanaURL = anyGrafana })
	asked, err := k.Surveys.Invite(t.Context(), survey, surveys.Audience{Cohort: "first-wave"})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range asked[:1] {
		for _, path := range []string{"/", "/help", "/news", "/s/" + k.Contact.Token(i), "/u/" + k.Contact.Token(i)} {
			if strings.Contains(strings.ToLower(k.visitor(t).get(path).body), "grafana") {
				t.Errorf("%s speaks of Grafana to a patient", path)
			}
		}
	}
}

// dashboard is what the tests read of one: the panels, those of folded rows too, the variables, and everything.
type dashboard struct {
	UID        string
	Panels     []dashboardPanel
	Templating struct{ List []struct{ Name string } }
	file       string
	all        any
}

type dashboardPanel struct {
	ID                 uint32
	Title              string
	Targets            []any
	Links, FieldConfig any
	Panels             []dashboardPanel
}

// readDashboards returns the dashboards as Grafana reads them.
func readDashboards(t *testing.T) (all []dashboard) {
	t.Helper()
	files, err := filepath.Glob("../metrics/grafana/dashboards/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no dashboards: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		d := dashboard{file: filepath.Base(file)}
		if err == nil {
			err = errors.Join(json.Unmarshal(text, &d), json.Unmarshal(text, &d.all))
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range d.Panels {
			d.Panels = append(d.Panels, row.Panels...)
		}
		all = append(all, d)
	}
	return all
}

// opens reports whether a path leads to a panel of the dashboard, and chooses by variables that it has.
func (d dashboard) opens(path string) bool {
	at, err := url.Parse(path)
	if err != nil || at.Path != "/d/"+d.UID {
		return false
	}
	for name := range at.Query() {
		variable, chooses := strings.CutPrefix(name, "var-")
		if chooses && !slices.ContainsFunc(d.Templating.List, func(v struct{ Name string }) bool { return v.Name == variable }) {
			return false
		}
	}
	return slices.ContainsFunc(d.Panels, func(p dashboardPanel) bool { return fmt.Sprint(p.ID) == at.Query().Get("viewPanel") })
}

// Every panel that a page names is drawn, and everything that a page may choose can be chosen there.
func TestPagesNamePanelsThatThereAre(t *testing.T) {
	named, found, dashboards := regexp.MustCompile(`InGrafana\("([a-z0-9-]*[a-z0-9])"`), 0, readDashboards(t)
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		text, err := os.ReadFile(file)
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			found++
			link := page.Page{Grafana: "/"}.InGrafana(m[1], page.Chosen{Cohort: "one", Feature: "two", Survey: "three"}).Href
			if path := strings.TrimPrefix(link, "/"); !slices.ContainsFunc(dashboards, func(d dashboard) bool { return d.opens(path) }) {
				t.Errorf("%s: no panel %q is drawn, or not all can be chosen there: %s", file, m[1], link)
			}
		}
		return err
	})
	if err != nil || found == 0 {
		t.Fatalf("pages name %d panels, %v", found, err)
	}
}

// leadsSomewhere reports whether an address under that of Soundings is a page that the team can open.
func leadsSomewhere(routes []route, address string) bool {
	path, _, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	parts := strings.Split(path, "/")
	return slices.ContainsFunc(routes, func(r route) bool {
		want := strings.Split(r.path, "/")
		if r.method != "GET" || r.media != page.HTML || len(want) != len(parts) {
			return false
		}
		for i := range want {
			if want[i] != parts[i] && (!strings.HasPrefix(want[i], ":") || parts[i] == "") {
				return false
			}
		}
		return true
	})
}

// stringsIn calls what is done with every text of a document, however deep.
func stringsIn(v any, do func(string)) {
	switch v := v.(type) {
	case string:
		do(v)
	case []any:
		for _, one := range v {
			stringsIn(one, do)
		}
	case map[string]any:
		for _, one := range v {
			stringsIn(one, do)
		}
	}
}

// Each link of the dashboards that leads to Soundings leads to a page, and every panel of the reports has one.
func TestDashboardsLeadToPagesThatThereAre(t *testing.T) {
	routes, variable := newClinic(t).table(), regexp.MustCompile(`\$\{[^}]*\}`)
	for _, d := range readDashboards(t) {
		stringsIn(d.all, func(text string) {
			if address, ours := toSoundings(text); ours && !leadsSomewhere(routes, variable.ReplaceAllString(address, "x")) {
				t.Errorf("%s: nothing is at %s", d.file, text)
			}
		})
		for _, p := range d.Panels {
			leads := false
			stringsIn([]any{p.Links, p.FieldConfig}, func(text string) {
				_, ours := toSoundings(text)
				leads = leads || ours
			})
			if d.UID == grafana.UID && len(p.Targets) > 0 && !leads {
				t.Errorf("%s leads to no page", p.Title)
			}
		}
	}
}

// toSoundings returns what follows the address of Soundings in a link that leads there.
func toSoundings(link string) (address string, ours bool) {
	return strings.CutPrefix(strings.Replace(link, "${url:raw}", "${url}", 1), "${url}")
}

// Each alert says what happened and what to do about it, and names the page to begin with: under the address of the Soundings
// that it is about.
func TestAlertsSayWhatToDoAndWhere(t *testing.T) {
	text, err := os.ReadFile("../metrics/grafana/prometheus/alerts.yaml")
	var alerts struct {
		Groups []struct {
			Rules []struct {
				Alert       string
				Annotations struct{ Summary, Description, Page string }
			}
		}
	}
	if err == nil {
		_, err = yaml.Unmarshal(text, &alerts, yaml.DecodeOpts{})
	}
	if err != nil || len(alerts.Groups) == 0 {
		t.Fatalf("no alerts are read: %v", err)
	}
	const base = `{{ with printf "soundings_build_info{job=%q}" $labels.job | query }}{{ . | first | label "url" }}{{ end }}`
	routes, label := newClinic(t).table(), regexp.MustCompile(`\{\{ \$labels\.\w+ \}\}`)
	for _, g := range alerts.Groups {
		for _, r := range g.Rules {
			if a := r.Annotations; a.Summary == "" || !strings.Contains(a.Description, "What to do: ") {
				t.Errorf("%s does not say what happened and what to do", r.Alert)
			}
			address, whole := strings.CutPrefix(r.Annotations.Page, base)
			if plain := address == "/healthz" || address == "/readyz"; !whole || !plain && !leadsSomewhere(routes, label.ReplaceAllString(address, "x")) {
				t.Errorf("%s: nothing is at %q", r.Alert, r.Annotations.Page)
			}
		}
	}
}
