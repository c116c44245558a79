package page

import (
	"context"
	"fmt"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// PartTable holds the parts of those who were asked beside the population, or where that is not known beside those who were asked.
type PartTable struct {
	Title, About string
	Population   bool // it is known
	Full         bool // what was drawn from answers is shown
	Rows         []PartRow
}

// PartRow is one part: how many and which share it is of the population, of those asked, reached, started and finished.
type PartRow struct {
	Name                                          string
	Population, Asked, Reached, Started, Finished string
	Fewer, More                                   bool   // than its share would have it, beyond chance
	Expected, Share                               string // of those who finished, as "48.0%": for the bar
}

// partTables compares the parts of those who were asked something that is named. Whoever may not read answers sees whom it
// asked, and nothing that was drawn from answers.
func (s *Site) partTables(ctx context.Context, p Page, kind contact.Kind, subject string) ([]PartTable, error) {
	all, err := s.Contact.Compare(ctx, kind, subject)
	if err != nil {
		return nil, err
	}
	tables := make([]PartTable, len(all))
	for n, c := range all {
		t := PartTable{Title: p.T("parts.by_group"), About: p.T("parts.beside_asked"), Population: !c.ByGroup(), Full: p.Writes()}
		if t.Population {
			cohort, err := s.Cohorts.Cohort(ctx, c.Draw.Cohort)
			if err != nil {
				return nil, err
			}
			t.Title, t.About = p.T("parts.by_stratum", "Cohort", cohort.Name.In(p.Lang())), p.T("parts.beside_population", "Date", p.Day(c.Draw.At))
		}
		for _, one := range c.Parts {
			t.Rows = append(t.Rows, p.partRow(c, one))
		}
		tables[n] = t
	}
	return tables, nil
}

func (p Page) partRow(c contact.Comparison, one contact.Compared) PartRow {
	total := c.Total()
	row := PartRow{
		Name: p.partName(c.Draw, one), Population: p.share(one.Population, total.Population), Asked: p.share(one.Asked, total.Asked),
		Reached: p.share(one.Reached, total.Reached), Started: p.share(one.Started, total.Started), Finished: p.share(one.Finished, total.Finished),
	}
	if !p.Writes() || total.Finished == 0 {
		return row
	}
	expected := c.Expected(one)
	low, high := surveys.Wilson(one.Finished, total.Finished)
	row.Fewer, row.More = high < expected, low > expected
	row.Expected, row.Share = width(expected), width(float64(one.Finished)/float64(total.Finished))
	return row
}

// share says how many, and which share of all that is.
func (p Page) share(n, of int) string {
	return p.T("parts.cell", "N", p.Int(n), "Share", p.Percent(float64(n)/float64(max(of, 1))))
}

// width writes a share as a length in a picture.
func width(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

func (p Page) partName(d cohorts.Draw, one contact.Compared) string {
	if one.Group != "" {
		return p.T("group." + string(one.Group))
	}
	return p.StratumName(d.Rule.Stratify, one.Values)
}

// StratumName says what the people of a stratum have in common.
func (p Page) StratumName(attributes []string, values map[string]string) string {
	parts := make([]string, len(attributes))
	for i, name := range attributes {
		value := values[name]
		switch {
		case name == "language":
			value = LanguageName(p, value)
		case name == "group":
			value = p.T("group." + value)
		case value == "":
			value = p.T("compare.unknown", "Attribute", name)
		}
		parts[i] = value
	}
	return strings.Join(parts, " · ")
}
