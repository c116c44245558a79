package learn

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/metrics/grafana"
	"soundings/web/page"
	"soundings/web/texts"
)

// Goals of the cohort and releases are drawn, named, and stand in the table behind; of another cohort's nothing does.
func TestGoalsAreDrawn(t *testing.T) {
	p := page.Page{Printer: english(t), Zone: time.UTC}
	for _, test := range []struct {
		section func(page.Page, report) (section, error)
		says    []string
	}{
		{activeSection, []string{
			">Goal: 60</text>", `<th scope="row">Goal: 60 by May 30, 2027 – Sixty a week</th><td class="n"></td><td class="n">60</td>`,
			`x1="25.0%" x2="25.0%"`, ">A</text>", `<th scope="row">March 6, 2027, release: The winter release; blocker: messages (B-4)</th><td class="n">60</td><td class="n">34</td>`,
			"<span>Goal: 60 by May 30, 2027 – Sixty a week</span></li>", "<li><b>B</b> <span>March 9, 2027, change: Signing in (B-2)</span></li>", "<li><b>A</b> <span>March 6, 2027, release: The winter release; blocker: messages (B-4)</span></li>",
		}},
		{weeklySection, []string{">Goal: 60% (108 members)</text>", ">A</text>"}},
		{funnelSection, []string{">Goal: 95% of those who agreed (171)</text>", `<tr><th scope="row">Agreed</th><td class="n">180</td><td class="n">75%</td></tr>`, `colspan="3"`}},
		{exposureSection, []string{`<tr><th scope="row">messages</th><td class="n">180</td><td class="n">100%</td></tr>`, `<tr><th scope="row">labs</th><td class="n">0</td><td class="n">0%</td></tr>`}},
		{firstUseSection, []string{">70%</text>", ">Goal: 70%</text>", `points="0,138 125,115 `, `<th scope="row">7</th><td class="n">50%</td>`}},
	} {
		shown, err := test.section(p, exampleReport(p.Printer))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range test.says {
			if !strings.Contains(string(shown.Picture), want) {
				t.Errorf("the drawing has no %s:\n%s", want, shown.Picture)
			}
		}
		for _, other := range []string{"7,777", "Somebody else", "An old one"} {
			if strings.Contains(string(shown.Picture), other) {
				t.Errorf("the drawing has %s", other)
			}
		}
	}
}

func TestSentencesOfTheReports(t *testing.T) {
	p := page.Page{Printer: english(t), Zone: time.UTC}
	r := exampleReport(p.Printer)
	said := slices.Concat([]string{portalSaid(p, r)}, featuresSaid(p, r))
	for i, want := range []string{
		"49 of 180 members used the portal this week, up from 42.",
		"41 of 180 members who can see it used messages this week, up from 29.",
		"No member can see labs; members who used it this week: 2.",
		"3 members used mail this week, compared with 4 the week before. How many could see it is not known.",
		"3 members used bills this week, compared with 4 the week before. How many of them can see it is known only if the share is a multiple of 0.5%.",
		"0 of 180 members who can see it used forms this week.",
	} {
		if said[i] != want {
			t.Errorf("says %q, not %q", said[i], want)
		}
	}
	for _, said := range []struct{ got, want string }{
		{firstUseSaid(p, r), "50% of members used the portal within 7 days after they agreed."},
		{mostUsedSaid(p, r), "messages is used most: by 43 members this week, and by 120 at least once."},
		{funnelSaid(p, r), "Of the 180 members who have ever agreed, 0 have used the portal and 31 use it regularly."},
		{usedInWeek(p, r.Features[0]), "43 (41 of them can see it)"},
		{usedInWeek(p, r.Features[1]), "2"},
		{retentionSaid(p, r), "12 of 24 members (50%) came back one week after the week in which they agreed."},
	} {
		if said.got != said.want {
			t.Errorf("says %q, not %q", said.got, said.want)
		}
	}
	if got := fmt.Sprintf("%q", retentionTable(p, r).Rows[1].Cells); got != `["24" "50%" "" ""]` {
		t.Errorf("unfinished weeks are blank: %s", got)
	}
}

// english returns what says texts in English.
func english(t *testing.T) texts.Printer {
	t.Helper()
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In("en")
}

// Every figure that Grafana shows too names a panel that there is.
func TestFiguresNamePanelsThatThereAre(t *testing.T) {
	for _, f := range figures() {
		if f.panel != "" && grafana.PanelPath(f.panel, nil) == "" {
			t.Errorf("%s: there is no panel %q", f.file, f.panel)
		}
	}
}
