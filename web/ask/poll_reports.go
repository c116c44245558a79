package ask

import (
	"context"
	"math"
	"strconv"
	"strings"

	"soundings/surveys/polls"
	"soundings/web/page"
)

// pollFigure is what came of a poll that has an order.
type pollFigure struct {
	polls.Poll
	found polls.Results
}

// pollFigures returns at most limit of them, the newest poll first.
func (s *Polls) pollFigures(ctx context.Context, limit int) ([]pollFigure, error) {
	all, err := s.Polls.Polls(ctx)
	if err != nil {
		return nil, err
	}
	var figures []pollFigure
	for _, p := range all {
		if p.State == polls.Draft || len(figures) == limit {
			continue
		}
		found, err := s.Polls.Edition(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if len(found.Ranking) > 0 {
			figures = append(figures, pollFigure{p, found})
		}
	}
	return figures, nil
}

// PollReports draws the order of each of the newest polls, at most limit, under the sentence that says what comes first.
func (s *Polls) PollReports(ctx context.Context, p page.Page, limit int) ([]page.PollReport, error) {
	all, err := s.pollFigures(ctx, limit)
	if err != nil {
		return nil, err
	}
	var rows []page.PollReport
	for _, f := range all {
		o := outcome{p, f.Poll, f.found}
		drawn, err := o.chart("order-"+f.ID, f.Title.In(p.Lang()))
		if err != nil {
			return nil, err
		}
		var first []string
		for _, one := range f.found.Ranking {
			if one.Place == 1 {
				first = append(first, o.name(one.Feature))
			}
		}
		rows = append(rows, page.PollReport{
			Poll: page.Link{Text: f.Title.In(p.Lang()), Href: page.PollHref(f.ID) + "/results"}, Order: drawn,
			Said: p.T("reports.poll_said", "Features", strings.Join(first, ", "), "Count", f.found.Ballots),
		})
	}
	return rows, nil
}

// PollTable has a row for each feature of each poll that has an order.
func (s *Polls) PollTable(ctx context.Context) ([][]string, error) {
	all, err := s.pollFigures(ctx, math.MaxInt)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"poll", "title", "state", "ballots", "feature", "place", "share"}}
	for _, f := range all {
		for _, one := range f.found.Ranking {
			rows = append(rows, []string{
				f.ID, f.Title.In("en"), string(f.State), strconv.Itoa(f.found.Ballots), one.Feature, strconv.Itoa(one.Place), strconv.FormatFloat(one.Share, 'f', 4, 64),
			})
		}
	}
	return rows, nil
}
