package ask

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gosimple/slug"
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
	"soundings/web/page"
)

// pollFields are what the form of a poll offers: fields "title.en", "title.es", "method", "features", "new_features" (one a
// line), "groups", "groups[GROUP].weight", "open", "verified_only", "secret", "ties", "dots".
type pollFields struct {
	Methods    []methodChoice
	Catalogue  []page.Option // features that there are
	GroupRows  []pollGroup
	NewFeature bool // the reader may add features
}

// methodChoice is a way to ask, with a sentence on when it fits.
type methodChoice struct {
	page.Option
	When string
}

// pollGroup is a stakeholder group that may be asked.
type pollGroup struct {
	page.Option
	Field   string // of its weight
	Weight  string
	Problem string // what is wrong with it
}

// weightField names the field of a group's weight.
func weightField(g cohorts.Group) string { return "groups[" + string(g) + "].weight" }

// pollFields offers what a poll can be made of.
func (s *Polls) pollFields(ctx context.Context, frame page.Page) (pollFields, error) {
	fields := pollFields{NewFeature: frame.Writes()}
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return fields, err
	}
	for i, m := range methods.All() {
		value := string(m.Name)
		fields.Methods = append(fields.Methods, methodChoice{
			page.Option{Value: value, Text: frame.T(m.Title), Chosen: frame.Form.Value("method") == value || frame.Form.Value("method") == "" && i == 0},
			frame.T(m.When),
		})
	}
	for _, f := range all {
		if f.Stage != rollout.Retired {
			fields.Catalogue = append(fields.Catalogue, page.Option{Value: f.Key, Text: f.Name.In(frame.Lang()) + " (" + frame.T("stage."+string(f.Stage)) + ")"})
		}
	}
	for _, g := range cohorts.Groups() {
		row := pollGroup{
			Option: page.Option{Value: string(g), Text: frame.T("group." + string(g)), Chosen: frame.Form.Has("groups", string(g))},
			Field:  weightField(g), Weight: "1", Problem: frame.Form.Problem(weightField(g)),
		}
		if typed := frame.Form.Value(row.Field); typed != "" {
			row.Weight = typed
		}
		fields.GroupRows = append(fields.GroupRows, row)
	}
	return fields, nil
}

// pollValues returns what stands in the form of a poll.
func pollValues(p polls.Poll) url.Values {
	v := url.Values{"title.en": {p.Title["en"]}, "title.es": {p.Title["es"]}, "method": {string(p.Method)}, "features": p.Features}
	for _, g := range p.Asked() {
		v.Add("groups", string(g))
		v.Set(weightField(g), page.PlainNumber(p.Groups[g].Weight))
	}
	for name, set := range map[string]bool{"secret": p.Secret, "open": p.Open, "ties": p.Ties, "verified_only": p.VerifiedOnly} {
		if set {
			v.Set(name, "yes")
		}
	}
	if p.Dots > 0 {
		v.Set("dots", strconv.Itoa(p.Dots))
	}
	return v
}

// typedPoll reads the form of a poll, and the features that are typed new with it.
func (s *Polls) typedPoll(c echo.Context) (polls.Poll, []rollout.Feature, error) {
	form, err := c.FormParams()
	if err != nil {
		return polls.Poll{}, nil, base.Refuse(base.Invalid, "error.form")
	}
	p := polls.Poll{
		Title: page.TypedWords(c, "title"), Method: polls.Method(c.FormValue("method")), Features: slices.Clone(form["features"]), Groups: map[cohorts.Group]polls.Share{},
		Secret: c.FormValue("secret") != "", Open: c.FormValue("open") != "", Ties: c.FormValue("ties") != "",
		VerifiedOnly: c.FormValue("verified_only") != "",
	}
	p.Version, err = page.Version(c)
	errs := []error{err}
	for _, g := range form["groups"] {
		weight, err := page.Decimal(c, weightField(cohorts.Group(g)))
		errs = append(errs, err)
		share := polls.Share{Weight: 1}
		if weight != nil {
			share.Weight = *weight
		}
		p.Groups[cohorts.Group(g)] = share
	}
	if p.How().Dots {
		p.Dots, err = page.Whole(c, "dots")
		errs = append(errs, err)
	}
	fresh := typedFeatures(c.FormValue("new_features"))
	for _, f := range fresh {
		if !slices.Contains(p.Features, f.Key) {
			p.Features = append(p.Features, f.Key)
		}
	}
	return p, fresh, page.Together(append(errs, atFields(p.Check()))...)
}

// typedFeatures reads features that may be new, one a line: "English | Spanish". Their keys are made of their names.
func typedFeatures(typed string) []rollout.Feature {
	var all []rollout.Feature
	for line := range strings.Lines(typed) {
		en, es, _ := strings.Cut(line, "|")
		key := slug.Make(en)
		if key = strings.TrimRight(key[:min(len(key), 60)], "-"); key != "" {
			all = append(all, rollout.Feature{Key: key, Name: base.Words{"en": en, "es": es}.Tidy()})
		}
	}
	return all
}

// addFeatures puts those of some features into the catalogue, as ideas, that are not there yet.
func (s *Polls) addFeatures(ctx context.Context, fresh []rollout.Feature) error {
	for _, f := range fresh {
		_, err := s.Rollouts.Feature(ctx, f.Key)
		if base.IsCode(err, base.NotFound) {
			_, err = s.Rollouts.SaveFeature(ctx, f)
		}
		if err != nil {
			return page.Renamed(err, map[string]string{"name": "new_features", "name.en": "new_features", "key": "new_features"})
		}
	}
	return nil
}
