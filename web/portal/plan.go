package portal

import (
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

func (s *Plans) ShowPlan(c echo.Context) error { return s.Show(c, s.planPage) }

func (s *Plans) planPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	p, err := s.Plans.Plan(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	v, _, err := s.planView(ctx, frame, p)
	return v, err
}

// featureNames returns what features are called and who owns them, by key.
func (s *Room) featureNames(ctx context.Context, lang string) (names, owners map[string]string, err error) {
	all, err := s.Rollouts.Features(ctx)
	names, owners = namesOf(all, lang)
	return names, owners, err
}

func namesOf(all []rollout.Feature, lang string) (names, owners map[string]string) {
	names, owners = map[string]string{}, map[string]string{}
	for _, f := range all {
		names[f.Key], owners[f.Key] = f.Name.In(lang), f.Owner
	}
	return names, owners
}

// planView shows a plan, kept or only tried.
func (s *Plans) planView(ctx context.Context, frame page.Page, p plan.Plan) (PlanPage, map[string]string, error) {
	v := PlanPage{Page: frame, Base: page.PlanHref(p.ID), Title: planTitle(frame.Printer, p), From: day(frame, p.Start)}
	today, err := s.Plans.Today(ctx)
	if err != nil {
		return v, nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return v, nil, err
	}
	names, owners := namesOf(features, frame.Lang())
	d := drawnPlan{frame, p, names, today}
	v.Phases, v.Unplanned, v.Fields = d.phases(), d.unplanned(), d.planFields(features)
	if cost := (plan.Consequence{After: p.Value, Best: p.Best}).Cost(); cost >= 0.0005 {
		v.Cost = frame.T("plans.cost", "Share", frame.Percent(cost))
	}
	for _, id := range p.Polls {
		if asked, err := s.Polls.Poll(ctx, id); err == nil {
			v.Sources = append(v.Sources, page.Link{Text: asked.Title.In(frame.Lang()), Href: page.PollHref(id) + "/results"})
		}
	}
	all, err := s.Plans.Plans(ctx)
	if err != nil {
		return v, nil, err
	}
	v.More = planLinks(frame, all, p.ID)
	if !p.Adopted.IsZero() {
		v.Adopted = frame.Day(p.Adopted)
	}
	for _, b := range p.Earlier {
		v.Earlier = append(v.Earlier, frame.T("plans.earlier_one", "Date", frame.Day(b.Adopted), "Count", len(b.Ready)))
	}
	if v.Progress, err = s.progressRows(ctx, d, owners); err != nil {
		return v, nil, err
	}
	v.Slips = slices.ContainsFunc(v.Progress, func(row ProgressRow) bool { return row.Tell != "" })
	v.Ahead, err = s.ahead(ctx, frame, names)
	return v, names, err
}

// drawnPlan says a plan in a reader's words, as it is today.
type drawnPlan struct {
	page  page.Page
	plan  plan.Plan
	names map[string]string
	today plan.Today
}

// name returns what a feature is called; its key once the catalogue has lost it.
func (d drawnPlan) name(key string) string {
	if name := d.names[key]; name != "" {
		return name
	}
	return key
}

// why says a reason.
func (d drawnPlan) why(t base.Text) string { return d.page.Say(d.named(t)) }

// named returns a text with the names of features in place of their keys.
func (d drawnPlan) named(t base.Text) base.Text {
	if key, ok := t.Args["Feature"].(string); ok {
		t.Args = maps.Clone(t.Args)
		t.Args["Feature"] = d.name(key)
	}
	return t
}

// feature returns what the plan knows of a feature; nothing of what it has lost.
func (d drawnPlan) feature(key string) plan.Feature {
	i := slices.IndexFunc(d.plan.Features, func(f plan.Feature) bool { return f.Key == key })
	if i < 0 {
		return plan.Feature{Key: key}
	}
	return d.plan.Features[i]
}

func (d drawnPlan) phases() []PhaseCard {
	now := d.plan.Now(d.today.Day)
	begun := !d.today.Day.Before(d.plan.Start)
	var cards []PhaseCard
	for _, phase := range d.plan.Phases {
		card := PhaseCard{
			Quarter: phase.Quarter, Name: d.page.T("plans.quarter", "Number", phase.Quarter), Dates: d.page.T("plans.dates", "From", day(d.page, phase.Starts), "To", lastDay(d.page, d.plan.Ends(phase.Quarter))),
			Load: d.page.T("plans.load", "Used", amount(d.page, phase.Used), "Capacity", amount(d.page, phase.Capacity)), Over: phase.Quarter < now,
		}
		if card.Over {
			card.State = page.Badge{Text: d.page.T("plans.over"), Look: "done"}
		} else if phase.Quarter == now && begun {
			card.State = page.Badge{Text: d.page.T("plans.running"), Look: "active"}
		}
		if phase.Capacity > 0 {
			card.Share = phase.Used / phase.Capacity
		}
		for _, item := range phase.Features {
			row := d.row(item.Feature, item.Why)
			row.Effort, row.Later = amount(d.page, item.Effort), !item.Ready
			row.Late = card.Over && item.Ready && row.Live == ""
			card.Rows = append(card.Rows, row)
		}
		cards = append(cards, card)
	}
	return cards
}

func (d drawnPlan) row(key string, why base.Text) PlannedRow {
	f := d.feature(key)
	row := PlannedRow{Key: key, Feature: page.Link{Text: d.name(key), Href: page.FeatureHref(key)}, Why: d.why(why), Must: f.Must, Guessed: f.Guessed, Quarters: d.quarterOptions("", f.Pinned)}
	if since, live := d.today.Live[key]; live {
		row.Live = day(d.page, since)
	}
	return row
}

func (d drawnPlan) unplanned() []PlannedRow {
	var rows []PlannedRow
	for _, left := range d.plan.Unplanned {
		rows = append(rows, d.row(left.Feature, left.Why))
	}
	return rows
}

// quarterOptions offer where a feature can be put, which is in no quarter that is over; as is the text of an option that
// changes nothing, if there is one.
func (d drawnPlan) quarterOptions(as string, chosen int) []page.Option {
	frame := d.page
	var options []page.Option
	if as != "" {
		options = append(options, page.Option{Text: frame.T(as)})
	}
	options = append(options, page.Option{Value: "0", Text: frame.T("plans.anywhere"), Chosen: as == "" && chosen == plan.Anywhere})
	for quarter := d.plan.Now(d.today.Day); quarter <= plan.Quarters; quarter++ {
		options = append(options, page.Option{Value: strconv.Itoa(quarter), Text: frame.T("plans.quarter", "Number", quarter), Chosen: as == "" && chosen == quarter})
	}
	return append(options, page.Option{Value: strconv.Itoa(plan.LeftOut), Text: frame.T("plans.left_out"), Chosen: as == "" && chosen == plan.LeftOut})
}

// day says a day of a plan, which has no zone.
func day(frame page.Page, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return frame.Date(t)
}

// lastDay says the last day of a quarter that is over at a time.
func lastDay(frame page.Page, over time.Time) string {
	if over.IsZero() {
		return day(frame, over)
	}
	return day(frame, over.AddDate(0, 0, -1))
}

// amount writes an effort, whole numbers without a point.
func amount(frame page.Page, x float64) string {
	if x == math.Trunc(x) {
		return frame.Number(x, 0)
	}
	return frame.Number(x, 1)
}

var standingLooks = map[plan.Status]string{
	plan.Done: "done", plan.DoneLate: "done", plan.OnTrack: "active", plan.Slipping: "waiting", plan.Dropped: "stopped", plan.Added: "active",
}

// progressRows hold a plan against what came of it; none before it is adopted.
func (s *Plans) progressRows(ctx context.Context, d drawnPlan, owners map[string]string) ([]ProgressRow, error) {
	all, err := s.Plans.Progress(ctx, d.plan)
	if err != nil {
		return nil, err
	}
	affected, err := s.Plans.Affected(ctx, d.plan)
	var rows []ProgressRow
	for _, p := range all {
		row := ProgressRow{
			Feature: page.Link{Text: d.name(p.Feature), Href: page.FeatureHref(p.Feature)}, Owner: owners[p.Feature], Baseline: lastDay(d.page, p.Baseline), Planned: lastDay(d.page, p.Planned),
			Live: day(d.page, p.Live), Standing: page.Badge{Text: d.page.T("plans.standing." + string(p.Status)), Look: standingLooks[p.Status]},
		}
		if days := int(p.Late.Hours() / 24); days > 0 {
			row.Late = d.page.T("plans.late", "Count", days)
		}
		if p.Status == plan.Slipping {
			row.Told, row.Tell = d.told(p, affected), page.TellHref(d.plan.ID, p.Feature)
		}
		rows = append(rows, row)
	}
	return rows, err
}
