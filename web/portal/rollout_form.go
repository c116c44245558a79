package portal

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/rollout"
	"soundings/surveys/instruments"
	"soundings/web/page"
)

// SaveRollout saves the settings of a rollout, or shows what they would mean.
func (s *Features) SaveRollout(c echo.Context) error {
	key, cohort := c.Param("key"), c.Param("cohort")
	path := page.RolloutHref(key, cohort)
	in, err := typedSettings(c, cohort)
	preview := c.FormValue("_action") == "preview"
	switch {
	case err != nil: // no less than what else is wrong
		_, rule := s.Rollouts.Preview(c.Request().Context(), key, in)
		err = page.Besides(err, rule)
	case preview:
		_, err = s.Rollouts.Preview(c.Request().Context(), key, in)
	default:
		_, err = s.Rollouts.SaveRollout(c.Request().Context(), key, in)
	}
	switch {
	case err != nil:
		return s.Again(c, path, settingsRefusal(err), s.rolloutPage)
	case preview:
		return s.previewRollout(c, path)
	}
	return s.Done(c, path, "flash.rollout_saved")
}

// previewRollout shows the page with what was typed, and what that would mean.
func (s *Features) previewRollout(c echo.Context, path string) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Path, frame.Form.Values = path, c.Request().Form
	v, err := s.rolloutPage(c, frame)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, v)
}

// settingsOf returns what stands in the form of a rollout's settings.
func settingsOf(ramp []rollout.Step, g rollout.Gates) url.Values {
	values := url.Values{"ramp": {rampText(ramp)}, "gates.survey": {g.Survey}, "gates.instrument": {g.Instrument}}
	for field, x := range map[string]float64{
		"gates.hold_hours": g.HoldHours, "gates.answers": float64(g.Answers), "gates.margin": g.Margin, "gates.looks": float64(g.Looks),
	} {
		if x > 0 {
			values.Set(field, page.PlainNumber(x))
		}
	}
	if b := g.Baseline; b != nil {
		values.Set("gates.baseline.n", strconv.Itoa(b.N))
		values.Set("gates.baseline.mean", page.PlainNumber(b.Mean))
		values.Set("gates.baseline.sd", page.PlainNumber(b.SD))
	}
	return values
}

// typedSettings reads the form of a rollout's settings, which leave its share as it is.
func typedSettings(c echo.Context, cohort string) (rollout.Settings, error) {
	in := rollout.Settings{Cohort: cohort}
	g := &in.Gates
	g.Survey, g.Instrument = c.FormValue("gates.survey"), c.FormValue("gates.instrument")
	var errs [6]error
	in.Ramp, errs[0] = typedRamp(c.FormValue("ramp"))
	g.HoldHours, errs[1] = number(c, "gates.hold_hours")
	g.Answers, errs[2] = page.Whole(c, "gates.answers")
	g.Margin, errs[3] = number(c, "gates.margin")
	g.Looks, errs[4] = page.Whole(c, "gates.looks")
	g.Baseline, errs[5] = typedBaseline(c)
	return in, page.Together(errs[:]...)
}

// typedBaseline reads the score before the rollout. Without a number of answers there is none.
func typedBaseline(c echo.Context) (*rollout.Sample, error) {
	n, err := page.Whole(c, "gates.baseline.n")
	mean, meanErr := number(c, "gates.baseline.mean")
	sd, sdErr := number(c, "gates.baseline.sd")
	if n == 0 {
		return nil, page.Together(err, meanErr, sdErr)
	}
	return &rollout.Sample{N: n, Mean: mean, SD: sd}, page.Together(err, meanErr, sdErr)
}

// number reads a number from a form's field; where nothing is typed it is 0.
func number(c echo.Context, field string) (float64, error) {
	x, err := page.Decimal(c, field)
	if x == nil {
		return 0, err
	}
	return *x, err
}

// rampText writes steps as typedRamp reads them.
func rampText(steps []rollout.Step) string {
	var all []string
	for _, step := range steps {
		text := step.Percent.String()
		if step.HoldHours != nil || step.Answers != nil {
			text += ";"
		}
		if step.HoldHours != nil {
			text += page.PlainNumber(*step.HoldHours)
		}
		if step.Answers != nil {
			text += ";" + strconv.Itoa(*step.Answers)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// typedRamp reads steps with blanks or commas between them. A step is a share, or share;hours;answers where it has its own
// gates.
func typedRamp(typed string) ([]rollout.Step, error) {
	var steps []rollout.Step
	for _, one := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) }) {
		step, err := typedStep(strings.Split(strings.ReplaceAll(one, "%", ""), ";"))
		if err != nil {
			return steps, page.Invalid("ramp", "rollouts.bad_step", "Step", one)
		}
		steps = append(steps, step)
	}
	return steps, nil
}

func typedStep(parts []string) (rollout.Step, error) {
	var step rollout.Step
	share, err := strconv.ParseFloat(parts[0], 64)
	step.Percent = rollout.Percent(share)
	if err == nil && len(parts) > 1 && parts[1] != "" {
		var hours float64
		hours, err = strconv.ParseFloat(parts[1], 64)
		step.HoldHours = &hours
	}
	if err == nil && len(parts) > 2 && parts[2] != "" {
		var answers int
		answers, err = strconv.Atoi(parts[2])
		step.Answers = &answers
	}
	if len(parts) > 3 {
		err = errors.New("more than three parts")
	}
	return step, err
}

// settingsRefusal puts a refusal of settings on the fields of their form: the ramp is one field, which also decides the
// share of a new rollout.
func settingsRefusal(err error) error {
	return page.Renamed(onWhole(err, "ramp"), map[string]string{"percent": "ramp"})
}

// evidenceOptions returns the surveys that a gate can ask about. An anonymous one cannot say who answered it.
func (s *Features) evidenceOptions(ctx context.Context, frame page.Page) ([]page.Option, error) {
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return nil, err
	}
	options := []page.Option{{Value: "", Text: frame.T("rollouts.no_survey"), Chosen: false}}
	for _, v := range all {
		if !v.Anonymous {
			options = append(options, page.Option{Value: v.ID, Text: v.Title.In(frame.Lang())})
		}
	}
	return options, nil
}

func scoreOptions(frame page.Page) []page.Option {
	options := []page.Option{{Value: "", Text: frame.T("rollouts.no_score"), Chosen: false}}
	for _, i := range instruments.All() {
		options = append(options, page.Option{Value: i.ID, Text: frame.T(i.Texts.Kind)})
	}
	return options
}
