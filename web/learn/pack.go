package learn

import (
	"cmp"
	"context"
	"html/template"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/plan"
	"soundings/web/page"
)

// What stands on the one page of the pack: the latest changes, and the tasks that cannot wait first.
const (
	packChanges = 4
	packMarks   = 2 // in the picture
	packTasks   = 5
	packDecided = 4
	packLines   = 4 // of what a decision rests on
)

// PackPage is what the team prints for its meeting: one page.
type PackPage struct {
	page.Page
	Cohort    string // its name
	From, To  string // as written
	Past      bool   // the period ended before today
	Figures   []page.Figure
	Goals     goalTable
	Active    template.HTML // how many used the portal, day by day
	Changed   []string      // in the last week, and in the period: the latest first
	Surveys   []surveyRow
	Decided   []decided // in the period, the latest first
	Decisions []page.Task
	More      int // tasks that are left to the page Today
	Back      string
}

// Template returns the name of the page's template.
func (PackPage) Template() string { return "learn/pack" }

// MeetingPack shows what the team prints for its meeting.
func (s *Reports) MeetingPack(c echo.Context) error { return s.Show(c, s.packPage) }

func (s *Reports) packPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	r, err := s.report(c, frame)
	if err != nil {
		return nil, err
	}
	v, err := newPackPage(frame, r)
	if err != nil {
		return nil, err
	}
	if v.Goals, err = s.goalTable(ctx, frame, r); err != nil {
		return nil, err
	}
	asked, err := s.surveyFigures(ctx)
	if err != nil {
		return nil, err
	}
	v.Surveys = surveyTable(frame, asked)
	if v.Decided, err = s.decided(ctx, frame, r); err != nil {
		return nil, err
	}
	tasks, err := s.Tasks(ctx, frame)
	if err != nil {
		return nil, err
	}
	v.decide(tasks)
	return v, nil
}

// decided is a decision that was taken in the period.
type decided struct {
	Title page.Link
	On    string
	Text  string
	Taken *page.Taken // nil: nobody noted how
}

// decided returns what was decided in the period of a report.
func (s *Reports) decided(ctx context.Context, frame page.Page, r report) ([]decided, error) {
	all, err := s.Figures.Plans.Entries(ctx, plan.Decision)
	if err != nil {
		return nil, err
	}
	var taken []decided
	for _, e := range slices.Backward(all) {
		if len(taken) == packDecided {
			break
		}
		if !e.Waits() && !e.Done.Before(r.From.Time()) && !e.Done.After(r.To.Time()) {
			d := decided{page.Link{Text: e.Title, Href: page.CharterHref(e.ID)}, frame.Date(e.Done), e.Text, frame.Taken(e)}
			if d.Taken != nil {
				for i, one := range d.Taken.Evidence {
					d.Taken.Evidence[i].Lines = one.Lines[:min(len(one.Lines), packLines)]
				}
			}
			taken = append(taken, d)
		}
	}
	return taken, nil
}

// newPackPage writes what the pack takes from a report.
func newPackPage(frame page.Page, r report) (PackPage, error) {
	happened := r.happened(frame)
	active, err := activeWith(frame, r, happened[max(0, len(happened)-packMarks):])
	return PackPage{
		Page: frame, Cohort: r.Name.In(frame.Lang()), From: r.From.String(), To: r.To.String(), Past: r.Past, Figures: adoptionFigures(frame, r), Active: active.Picture,
		Changed: slices.Concat(active.Said, featuresSaid(frame, r), r.changes[:min(len(r.changes), packChanges)]), Back: r.address("/reports"),
	}, err
}

// decide keeps the tasks that cannot wait, the most urgent first.
func (v *PackPage) decide(tasks []page.Task) {
	urgency := []string{"stopped", "waiting", "active"}
	slices.SortStableFunc(tasks, func(a, b page.Task) int {
		return cmp.Compare(slices.Index(urgency, a.Look), slices.Index(urgency, b.Look))
	})
	v.Decisions = tasks[:min(len(tasks), packTasks)]
	v.More = len(tasks) - len(v.Decisions)
}
